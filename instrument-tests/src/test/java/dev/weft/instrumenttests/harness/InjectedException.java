// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

/** Thrown by a point that was told to throw after its resume. */
public final class InjectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InjectedException(int hit) {
        super("injected at hit " + hit);
    }
}
