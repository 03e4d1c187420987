// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Local variables that nothing behind the first suspension uses, so that the resumed method has fewer of them. */
@Fiber
public final class DeadLocalsTarget {
    private DeadLocalsTarget() {}

    /** Something to call by an interface, without arguments. */
    @Fiber
    public interface Source {
        /** The next number. */
        int next();
    }

    /** Makes one; for the generated target without a table of local variables, which would count as use. */
    public static Source source() {
        return () -> pass(3);
    }

    @Entry
    public static Object beforeAnInterfaceCallWithoutArguments() {
        Source source = source();
        {
            long a = System.identityHashCode(source) & 1;
            long b = a + 2;
            pass((int) (b - a));
        }
        return source.next();
    }
}
