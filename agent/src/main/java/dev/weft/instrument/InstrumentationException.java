// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import org.jspecify.annotations.Nullable;

/** A class could not be instrumented. The message names the class, and the method where it is known. */
public class InstrumentationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem that has no exception behind it. */
    public InstrumentationException(String message) {
        super(message);
    }

    /** A problem in a class, with its cause. */
    public InstrumentationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
