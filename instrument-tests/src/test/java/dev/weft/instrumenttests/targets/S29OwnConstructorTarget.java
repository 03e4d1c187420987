// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** A fiber method creates objects of its own class, of its nest and of an enclosing instance. */
@Fiber
public final class S29OwnConstructorTarget {
    private final int value;

    private S29OwnConstructorTarget(int value) {
        this.value = value;
    }

    private S29OwnConstructorTarget(S29OwnConstructorTarget a, S29OwnConstructorTarget b) {
        this(a.value * 10 + b.value);
    }

    @Fiber
    private final class Inner {
        private final int factor;

        private Inner(int factor) {
            this.factor = factor;
        }

        private int scaled() {
            return value * pass(factor);
        }

        private Inner next() {
            return new Inner(pass(factor + 1));
        }
    }

    private S29OwnConstructorTarget plus(int n) {
        return new S29OwnConstructorTarget(pass(value) + n);
    }

    @Entry
    public static Object ownPrivateConstructor() {
        return new S29OwnConstructorTarget(pass(1)).plus(pass(2)).value;
    }

    @Entry
    public static Object ownConstructorNested() {
        return new S29OwnConstructorTarget(
                        new S29OwnConstructorTarget(pass(1)), new S29OwnConstructorTarget(pass(2)).plus(3))
                .value;
    }

    @Entry
    public static Object innerClassOfOwnInstance() {
        S29OwnConstructorTarget outer = new S29OwnConstructorTarget(pass(6));
        return outer.new Inner(pass(7)).next().scaled();
    }
}
