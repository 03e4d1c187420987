// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharArrayReader;
import java.io.CharArrayWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brackets a call that blocks its thread: the continuation's owner may have it run on another one. Instrumented code has
 * {@code enter(); try { call } finally { exit(); }} around each known blocking call of the JDK.
 */
public final class BlockingCall {
    /** Streams that are nothing but memory, whatever a subclass adds. */
    private static final List<Class<?>> IN_MEMORY = List.of(
            ByteArrayInputStream.class,
            ByteArrayOutputStream.class,
            CharArrayReader.class,
            CharArrayWriter.class,
            StringReader.class,
            StringWriter.class);

    private static final ClassValue<Boolean> MAY_BLOCK = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return IN_MEMORY.stream().noneMatch(memory -> memory.isAssignableFrom(type));
        }
    };

    private BlockingCall() {}

    /**
     * Whether a call of a stream may block a thread.
     *
     * @param receiver the stream; null for none
     * @return false if it is known to have all of its data in memory
     */
    public static boolean mayBlock(@Nullable Object receiver) {
        return receiver != null && MAY_BLOCK.get(receiver.getClass());
    }

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
