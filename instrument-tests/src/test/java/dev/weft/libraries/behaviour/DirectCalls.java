// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import org.jspecify.annotations.Nullable;

/** Calls test methods of one class directly; {@link DirectCallMaker} makes the subclasses. */
public abstract class DirectCalls {
    /** Calls the method with this number, on {@code target} unless it is static. */
    public abstract @Nullable Object run(int method, @Nullable Object target, @Nullable Object[] arguments)
            throws Throwable;
}
