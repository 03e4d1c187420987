// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The class whose bytes become each method's {@link Resumer}; its class data is the resume entry. */
final class ResumerTemplate extends Resumer {
    private static final MethodHandle ENTRY = entry();

    ResumerTemplate(Class<?> owner, String method, String file, String lines) {
        super(owner, method, file, lines);
    }

    private static MethodHandle entry() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", MethodHandle.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void resume(Frame frame, Continuation c) throws Throwable {
        ENTRY.invokeExact(frame, c);
    }
}
