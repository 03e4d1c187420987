// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

/** A text is no program: it doesn't compile, or the JVM rejects it as compiled. */
final class InvalidProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidProgramException(String message) {
        super(message);
    }
}
