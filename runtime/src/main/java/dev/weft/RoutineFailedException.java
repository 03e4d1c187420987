// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/** Thrown by {@link Routine#join()} when the routine has ended by an exception, which is the {@linkplain #getCause cause}. */
public final class RoutineFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * For a routine's failure.
     *
     * @param message names the routine
     * @param cause what it has thrown
     */
    public RoutineFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
