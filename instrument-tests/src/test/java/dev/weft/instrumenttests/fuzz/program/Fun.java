// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

import dev.weft.Fiber;

/** A functional interface with a fiber method. */
@FunctionalInterface
public interface Fun {
    /** Whatever the implementation does. */
    @Fiber
    int call(int number, Object object);

    /** One that is instrumented. */
    static Fun adding(int addend) {
        return (number, object) -> Sites.passInt(number + addend, 0);
    }
}
