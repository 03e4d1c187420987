// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

/**
 * What is wrong with an instrumented program.
 *
 * @param kind which oracle noticed
 * @param mode the mode of the run, or empty
 * @param detail both sides
 */
record Failure(Kind kind, String mode, String detail) {

    /** The oracles. */
    enum Kind {
        /** The instrumenter failed. */
        INSTRUMENTER,
        /** ASM's verifier rejects the result. */
        CLASS_FILE,
        /** The JVM rejects the result, or can't link it. */
        LINKAGE,
        /** Side effects, or their order. */
        EFFECTS,
        /** The value returned, or the kind of end. */
        RESULT,
        /** The stack lines of an exception. */
        EXCEPTION,
        /** The stack of the suspended program. */
        SUSPENDED_STACK,
        /** A dead object is reachable. */
        DEAD_REFERENCE,
        /** It suspends without end. */
        ENDLESS
    }

    @Override
    public String toString() {
        return kind + (mode.isEmpty() ? "" : " in mode " + mode) + "\n" + detail;
    }
}
