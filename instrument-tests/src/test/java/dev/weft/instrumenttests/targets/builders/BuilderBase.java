// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets.builders;

import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;

/** What is common to builders; its methods return it, as far as the JVM knows. */
abstract class BuilderBase<B extends BuilderBase<B>> {
    private int sum;

    /** Adds up. */
    @Fiber
    public B plus(int n) {
        sum = sum * 10 + pass(n);
        @SuppressWarnings("unchecked")
        B self = (B) this;
        return self;
    }

    /** The sum. */
    @Fiber
    public int sum() {
        return pass(sum);
    }
}
