// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

/**
 * A class was instrumented for another version of the runtime. It cannot be loaded as it is, whatever {@link OnError} says:
 * it has the members that others rely on, but they mean something else.
 */
public final class AbiMismatchException extends InstrumentationException {
    private static final long serialVersionUID = 1L;

    /**
     * A mismatch.
     *
     * @param where the class in its source form
     * @param found both versions
     */
    public AbiMismatchException(String where, String found) {
        super(FailureKind.OTHER_ABI, where, found, null);
    }
}
