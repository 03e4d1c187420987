// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.raise;
import static dev.weft.instrumenttests.targets.Points.say;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Suspension in catch and finally blocks, in their normal and exceptional copies, and in what is nested within them. */
@Fiber
public final class S06CatchAndFinallyTarget {
    private S06CatchAndFinallyTarget() {}

    @Entry
    public static Object suspendInCatch() {
        try {
            throw new IllegalStateException("first");
        } catch (IllegalStateException e) {
            hit();
            log(e);
            return pass("caught ") + e.getMessage();
        }
    }

    @Entry
    public static Object suspendInFinallyAfterNormalEnd() {
        try {
            log("body");
        } finally {
            hit();
            log("finally");
        }
        return "end";
    }

    @Entry
    public static Object suspendInFinallyAfterThrow() {
        try {
            try {
                throw new IllegalStateException("body");
            } finally {
                hit();
                log("finally");
            }
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object suspendInFinallyAfterReturn() {
        StringBuilder text = new StringBuilder();
        return returnsThroughFinally(text) + text;
    }

    static String returnsThroughFinally(StringBuilder text) {
        try {
            return pass("returned ") + text.length();
        } finally {
            text.append(pass("by finally"));
        }
    }

    @Entry
    public static Object finallyAfterBreakAndContinue() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            try {
                if (i == 1) {
                    continue;
                }
                if (i == 3) {
                    break;
                }
                text.append(pass(i));
            } finally {
                text.append(pass('f'));
            }
        }
        return text.toString();
    }

    @Entry
    public static Object tryCatchFinallyWithinCatch() {
        try {
            throwing("outer");
        } catch (IllegalStateException outer) {
            try {
                log(outer);
                throwing("inner");
            } catch (IllegalStateException inner) {
                hit();
                log(inner);
            } finally {
                say("inner finally");
            }
            log(outer.getMessage());
        } finally {
            say("outer finally");
        }
        return "end";
    }

    @Entry
    public static Object tryCatchFinallyWithinFinally() {
        try {
            try {
                throwing("body");
            } finally {
                try {
                    throwing("in finally");
                } catch (IllegalStateException e) {
                    log(e);
                    hit();
                } finally {
                    say("innermost finally");
                }
            }
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object exceptionInFinallyReplacesTheFirst() {
        try {
            try {
                throwing("lost");
            } finally {
                throwing("wins");
            }
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object catchThatThrowsStillRunsFinally() {
        try {
            try {
                throwing("first");
            } catch (IllegalStateException e) {
                raise(new IllegalArgumentException("second", e));
            } finally {
                say("finally");
            }
        } catch (IllegalArgumentException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    @SuppressWarnings("finally")
    public static Object returnInFinallySwallows() {
        try {
            throwing("swallowed");
        } finally {
            return pass("from finally");
        }
    }

    @Entry
    @SuppressWarnings("finally")
    public static Object breakInFinallySwallows() {
        int rounds = 0;
        while (true) {
            try {
                rounds += pass(1);
                throwing("swallowed");
            } finally {
                hit();
                break;
            }
        }
        return rounds;
    }

    @Entry
    public static Object exceptionVariableLivesAcrossSuspensions() {
        String text = "";
        for (int i = 0; i < 3; i++) {
            try {
                if (i < 2) {
                    throwing("round " + i);
                }
                text += pass("none");
            } catch (IllegalStateException e) {
                hit();
                text += e.getMessage();
                hit();
                text += e.getStackTrace().length > 0;
            }
        }
        return text;
    }

    @Entry
    public static Object nestedFinallies() {
        StringBuilder text = new StringBuilder();
        try {
            nested(text);
        } catch (IllegalStateException e) {
            log(e);
        }
        return text.toString();
    }

    static void nested(StringBuilder text) {
        try {
            text.append(pass(1));
            try {
                text.append(pass(2));
                try {
                    text.append(pass(3));
                    throwing("deep");
                } finally {
                    text.append(pass(4));
                }
            } finally {
                text.append(pass(5));
            }
        } finally {
            text.append(pass(6));
        }
    }
}
