// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Enters a fiber entry by hand. It stands in this package because an agent leaves alone what is written by hand here only. */
public abstract class BareContinuation extends Continuation {
    private final MethodHandle fiberEntry;

    /** The fiber entry takes a continuation and returns a reference. */
    protected BareContinuation(MethodHandle fiberEntry) {
        this.fiberEntry = fiberEntry;
    }

    @Override
    protected @Nullable Object body() {
        throw new IllegalStateException("the body was entered plainly");
    }

    @Override
    protected @Nullable Object body(Continuation c) throws Throwable {
        return (Object) fiberEntry.invoke(c);
    }
}
