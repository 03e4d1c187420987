// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets.builders;

import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;

/** What everybody can name. */
public final class Builder extends BuilderBase<Builder> {
    /** Returns a type that others can't name. */
    @Fiber
    public BuilderBase<Builder> hidden() {
        return plus(9);
    }

    /** Takes what {@link #hidden} returns. */
    @Fiber
    public static int sumOf(BuilderBase<Builder> builder) {
        return pass(builder.sum());
    }
}
