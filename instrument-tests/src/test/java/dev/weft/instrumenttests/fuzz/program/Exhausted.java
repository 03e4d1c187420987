// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

/** Ends a program that has run for long enough. */
public final class Exhausted extends Error {
    private static final long serialVersionUID = 1L;

    Exhausted() {
        super("steps used up");
    }
}
