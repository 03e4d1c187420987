// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.net;

import dev.weft.internal.sched.CarrierThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Reads and writes by the carrier's direct buffer, so that neither a fiber nor the JDK's cache for threads holds one; other threads go by
 * the JDK. No method waits, given a channel in non-blocking mode.
 */
public final class Transfer {
    private Transfer() {}

    /**
     * Reads what is there.
     *
     * @param channel in non-blocking mode
     * @param bytes where to
     * @param offset of the first
     * @param length how many at most
     * @return how many, or -1 at the end
     * @throws IOException of the channel
     */
    public static int read(ReadableByteChannel channel, byte[] bytes, int offset, int length) throws IOException {
        if (!(Thread.currentThread() instanceof CarrierThread carrier))
            return channel.read(ByteBuffer.wrap(bytes, offset, length));
        ByteBuffer scratch = carrier.scratch();
        if (length < scratch.capacity()) scratch.limit(length);
        int n = channel.read(scratch);
        if (n > 0) scratch.flip().get(bytes, offset, n);
        return n;
    }

    /**
     * Reads what is there.
     *
     * @param channel in non-blocking mode
     * @param to has room
     * @return how many bytes, or -1 at the end
     * @throws IOException of the channel
     */
    public static int read(ReadableByteChannel channel, ByteBuffer to) throws IOException {
        if (to.isDirect() || !(Thread.currentThread() instanceof CarrierThread carrier)) return channel.read(to);
        ByteBuffer scratch = carrier.scratch();
        if (to.remaining() < scratch.capacity()) scratch.limit(to.remaining());
        int n = channel.read(scratch);
        if (n > 0) to.put(scratch.flip());
        return n;
    }

    /**
     * Writes what there is room for.
     *
     * @param channel in non-blocking mode
     * @param bytes where from
     * @param offset of the first
     * @param length how many at most
     * @return how many
     * @throws IOException of the channel
     */
    public static int write(WritableByteChannel channel, byte[] bytes, int offset, int length) throws IOException {
        if (!(Thread.currentThread() instanceof CarrierThread carrier))
            return channel.write(ByteBuffer.wrap(bytes, offset, length));
        ByteBuffer scratch = carrier.scratch();
        scratch.put(bytes, offset, Math.min(length, scratch.capacity())).flip();
        return channel.write(scratch);
    }

    /**
     * Writes what there is room for.
     *
     * @param channel in non-blocking mode
     * @param from its position moves on by as many
     * @return how many bytes
     * @throws IOException of the channel
     */
    public static int write(WritableByteChannel channel, ByteBuffer from) throws IOException {
        if (from.isDirect() || !(Thread.currentThread() instanceof CarrierThread carrier)) return channel.write(from);
        ByteBuffer scratch = carrier.scratch();
        int start = from.position();
        int end = from.limit();
        try {
            from.limit(Math.min(end, start + scratch.capacity()));
            scratch.put(from).flip();
        } finally {
            from.limit(end).position(start);
        }
        int n = channel.write(scratch);
        from.position(start + n);
        return n;
    }
}
