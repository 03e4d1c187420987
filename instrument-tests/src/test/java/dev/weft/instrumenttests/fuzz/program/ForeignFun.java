// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

/** An implementation that isn't instrumented: it must not be bypassed, and what it calls can't suspend. */
public final class ForeignFun implements Fun {
    private final Fun next;

    /** Calls this one. */
    public ForeignFun(Fun next) {
        this.next = next;
    }

    @Override
    public int call(int number, Object object) {
        Host.log("foreign");
        return next.call(number + 1, object);
    }
}
