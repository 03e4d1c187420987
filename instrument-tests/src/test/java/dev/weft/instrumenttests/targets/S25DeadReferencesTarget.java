// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.harness.Run.watch;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Objects that are watched, used across a suspension, and dead at the last one. */
@Fiber
public final class S25DeadReferencesTarget {
    private S25DeadReferencesTarget() {}

    @Entry
    public static Object deadLocal() {
        byte[] big = watch(new byte[100]);
        hit();
        int length = big.length;
        hit();
        return length;
    }

    @Entry
    public static Object deadOperand() {
        int sum = watch(new StringBuilder("abc")).append(pass('d')).length();
        hit();
        return sum;
    }

    @Entry
    public static Object deadArgument() {
        int length = consume(watch(new StringBuilder("argument")));
        hit();
        return length;
    }

    static int consume(StringBuilder text) {
        hit();
        return text.length();
    }

    @Entry
    public static Object resultTakenFromCallee() {
        Object made = make();
        int hash = made.toString().length();
        made = null;
        hit();
        return hash;
    }

    static Object make() {
        StringBuilder text = watch(new StringBuilder("made"));
        hit();
        return text;
    }

    @Entry
    public static Object deadAfterDeeperReuseOfTheFrame() {
        Object a = watch(new StringBuilder("a"));
        Object b = watch(new StringBuilder("b"));
        hit();
        log(a.toString() + b);
        for (int i = 0; i < 3; i++) {
            hit();
        }
        return "end";
    }

    @Entry
    public static Object caughtException() {
        try {
            Points.raise(watch(new IllegalStateException("dead")));
        } catch (IllegalStateException e) {
            log(e.getMessage());
        }
        hit();
        return "end";
    }
}
