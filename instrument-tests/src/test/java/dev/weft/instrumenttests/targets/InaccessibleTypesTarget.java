// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import dev.weft.instrumenttests.targets.builders.Builder;

/** Results of a type that can be used here but not named, as those of builders often are. */
@Fiber
public final class InaccessibleTypesTarget {
    private InaccessibleTypesTarget() {}

    @Entry
    public static Object resultsThatAreCast() {
        return new Builder().plus(1).plus(pass(2)).plus(3).sum();
    }

    @Entry
    public static Object resultsThatAreDropped() {
        Builder builder = new Builder();
        builder.plus(4);
        builder.plus(pass(5));
        return builder.sum();
    }

    @Entry(pinned = Entry.Pinned.ALWAYS)
    public static Object resultsThatArePassedOn() {
        return Builder.sumOf(new Builder().plus(6).hidden()); // pins INACCESSIBLE_TYPE
    }
}
