// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.raise;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.lang.reflect.UndeclaredThrowableException;

/** Handlers for everything do not see the control transfer of a suspension. */
@Fiber
public final class S09CatchAllTarget {
    private S09CatchAllTarget() {}

    @Entry
    public static Object catchThrowable() {
        try {
            hit();
            log("behind");
            return pass("through");
        } catch (Throwable t) {
            log("seen " + t);
            throw t;
        }
    }

    @Entry
    public static Object catchErrorAndException() {
        int seen = 0;
        try {
            hit();
            hit();
        } catch (Error e) {
            seen = 1;
        } catch (Exception e) {
            seen = 2;
        }
        return seen;
    }

    @Entry
    public static Object finallyRunsOnce() {
        int runs = 0;
        try {
            hit();
            hit();
            hit();
        } finally {
            runs++;
            log("finally " + runs);
        }
        return runs;
    }

    @Entry
    public static Object userThrowsError() {
        try {
            raise(new AssertionError("user's"));
        } catch (Error e) {
            hit();
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object userThrowsUndeclaredThrowable() {
        try {
            raise(new UndeclaredThrowableException(new Exception("inner"), "user's"));
        } catch (UndeclaredThrowableException e) {
            hit();
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object catchThrowableAndRethrowInALoop() {
        int rounds = 0;
        while (rounds < 3) {
            try {
                try {
                    rounds++;
                    hit();
                    if (rounds == 2) {
                        raise(new Exception("checked"));
                    }
                } catch (Throwable t) {
                    log(t);
                    hit();
                    throw t;
                }
            } catch (Exception e) {
                log(e.getMessage());
            }
        }
        return rounds;
    }

    @Entry
    public static Object interruptedStatusUntouched() {
        boolean before = Thread.currentThread().isInterrupted();
        hit();
        return before == Thread.currentThread().isInterrupted();
    }
}
