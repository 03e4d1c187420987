// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests.plain;

import java.util.function.IntSupplier;

/** A frame between fiber code and fiber code. */
public final class PlainCaller {
    private PlainCaller() {}

    /** Calls. */
    public static int call(IntSupplier supplier) {
        int before = 1;
        return before + supplier.getAsInt() - 1;
    }
}
