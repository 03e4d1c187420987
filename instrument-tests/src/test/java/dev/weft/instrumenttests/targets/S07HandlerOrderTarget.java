// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.raise;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.function.Supplier;

/** The first handler that fits is taken: order and nesting of handlers are kept. */
@Fiber
public final class S07HandlerOrderTarget {
    private S07HandlerOrderTarget() {}

    static String classify(Exception problem) {
        try {
            hit();
            raise(problem);
            return "none";
        } catch (FileNotFoundException e) {
            return pass("file not found");
        } catch (IOException e) {
            return pass("io");
        } catch (IllegalArgumentException | IllegalStateException e) {
            return pass("illegal") + e.getClass().getSimpleName();
        } catch (RuntimeException e) {
            return pass("runtime");
        } catch (Exception e) {
            return pass("other");
        }
    }

    @Entry
    public static Object subclassBeforeSuperclass() {
        return classify(new FileNotFoundException("a")) + classify(new IOException("b"));
    }

    @Entry
    public static Object multiCatch() {
        return classify(new NumberFormatException("a")) + classify(new IllegalStateException("b"));
    }

    @Entry
    public static Object generalHandlersLast() {
        return classify(new UnsupportedOperationException("a")) + classify(new CloneNotSupportedException("b"));
    }

    @Entry
    public static Object innerHandlerBeforeOuterOfTheSameType() {
        try {
            try {
                raise(new IOException("once"));
            } catch (IOException e) {
                log("inner");
                hit();
            }
            Points.<IOException>raiseUnlessNull(null);
        } catch (IOException e) {
            log("outer");
        }
        return "end";
    }

    @Entry
    public static Object innerHandlerDoesNotFit() {
        try {
            try {
                raise(new IOException("up"));
            } catch (FileNotFoundException | IllegalStateException e) {
                log("inner");
            }
        } catch (IOException e) {
            hit();
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object rethrowFromHandlerSkipsSiblings() {
        try {
            try {
                Points.<IOException>raise(new FileNotFoundException("again"));
            } catch (FileNotFoundException e) {
                hit();
                throw e;
            } catch (IOException e) {
                log("sibling must not see it");
            }
        } catch (IOException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object sameExceptionTypeInDisjointRanges() {
        StringBuilder text = new StringBuilder();
        try {
            raise(new IOException("1"));
        } catch (IOException e) {
            text.append(pass("first"));
        }
        try {
            raise(new IOException("2"));
        } catch (IOException e) {
            text.append(pass("second"));
        }
        return text.toString();
    }

    @Entry
    public static Object genericThrow() {
        try {
            S07HandlerOrderTarget.<IOException>throwGeneric(() -> new IOException("generic"));
            return "none";
        } catch (IOException e) {
            log(e.getMessage());
            return pass("caught");
        }
    }

    static <X extends Exception> void throwGeneric(Supplier<X> supplier) throws X {
        hit();
        throw supplier.get();
    }
}
