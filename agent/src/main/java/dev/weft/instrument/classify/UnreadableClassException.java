// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

/** A class that another one refers to was found, and couldn't be read. */
public final class UnreadableClassException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableClassException(String internalName, Throwable cause) {
        super(internalName.replace('/', '.') + " (" + cause + ")", cause);
    }
}
