// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * Brackets a call that blocks its thread: the continuation's owner may have it run on another one. Instrumented code has
 * {@code enter(); try { call } finally { exit(); }} around each known blocking call of the JDK.
 */
public final class BlockingCall {
    private BlockingCall() {}

    /** Plainly entered: stays where it is. */
    public static void enter() {}

    /**
     * The fiber entry of {@link #enter()}.
     *
     * @param c the continuation of the caller
     */
    public static void enter(Continuation c) {
        if (c.enterBlocking()) Continuation.suspend(c);
    }

    /** Plainly entered: stays where it is. */
    public static void exit() {}

    /**
     * The fiber entry of {@link #exit()}.
     *
     * @param c the continuation of the caller
     */
    public static void exit(Continuation c) {
        if (c.exitBlocking()) Continuation.suspend(c);
    }
}
