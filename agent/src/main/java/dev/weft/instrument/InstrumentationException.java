// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import org.jspecify.annotations.Nullable;

/**
 * A class could not be instrumented, or an input could not be used at all. The message names the class and the method where
 * they are known, what was found, and what can be done.
 */
public class InstrumentationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable FailureKind kind;

    /** A problem that isn't one of a class. */
    public InstrumentationException(String message) {
        this(message, null);
    }

    /** A problem that isn't one of a class, with its cause. */
    public InstrumentationException(String message, @Nullable Throwable cause) {
        super(message, cause);
        kind = null;
    }

    /**
     * A problem of a class.
     *
     * @param kind what it is
     * @param where the class in its source form, with the method where that is known
     * @param found more about what was found; may be empty
     * @param cause what was thrown, if anything
     */
    public InstrumentationException(FailureKind kind, String where, String found, @Nullable Throwable cause) {
        super(
                where + ": " + kind.found() + (found.isEmpty() ? "" : ": " + found) + ". " + sentence(kind.advice()),
                cause);
        this.kind = kind;
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + '.';
    }

    /** What is the matter with a class; null if no class is concerned. */
    public @Nullable FailureKind kind() {
        return kind;
    }
}
