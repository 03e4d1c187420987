// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.net.Endpoint;
import dev.weft.internal.net.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;

/**
 * A TCP connection, used as one uses blocking streams. A fiber that has to wait suspends; a thread is blocked.
 *
 * <pre>{@code
 *   try (TcpConnection connection = TcpConnection.connect("localhost", 7777)) {
 *       connection.write("hello\n".getBytes(UTF_8));
 *       byte[] buffer = new byte[1024];
 *       int n = connection.read(buffer); // -1 once the other side has ended its output
 *   }
 * }</pre>
 *
 * <p>It may be used by any fibers and threads. One may read while another one writes; what several write at the same time is mixed. It has
 * to be closed: one that is forgotten keeps its descriptor until the end of the program.
 *
 * <p>Each operation that waits
 *
 * <ul>
 *   <li>throws a {@link dev.weft.CancelledException} if the routine or its {@link dev.weft.context.Context} is cancelled, or the thread interrupted;
 *       the connection stays open;
 *   <li>throws a {@link java.net.SocketTimeoutException} if a time was set and is over; the connection stays open;
 *   <li>throws an {@link java.nio.channels.AsynchronousCloseException} if the connection is closed meanwhile, on this side; on one that was closed
 *       before it is a {@link java.nio.channels.ClosedChannelException}, of which the former is a subclass;
 *   <li>throws another {@link IOException} if the connection is broken, by a reset of the other side for instance.
 * </ul>
 *
 * <p>Small pieces are sent at once ({@code TCP_NODELAY} is on), so write whole messages.
 */
public final class TcpConnection implements AutoCloseable {
    /*
     * drained: the last read has found less than it had room for, so there is nothing left most probably, and the next one waits first.
     * Written by readers, without a lock: if it is wrong, that costs a system call, since events are level-triggered.
     */

    private final SocketChannel channel;
    private final Endpoint endpoint;
    private volatile long readNanos;
    private volatile long writeNanos;
    private boolean drained;

    private TcpConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        endpoint = new Endpoint(channel);
    }

    /** Of a channel that is open; closed again if that fails. */
    static TcpConnection of(SocketChannel channel) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new TcpConnection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    // ---------------------------------------------------------------- connecting

    /**
     * Connects to a host. Its name is looked up on the I/O pool; its addresses are tried one after the other.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @return open
     * @throws UnknownHostException if there is no such host
     * @throws ConnectException if nobody listens there
     * @throws IOException if it fails otherwise
     */
    @Fiber
    public static TcpConnection connect(String host, int port) throws IOException {
        return connect(InetSocketAddress.createUnresolved(host, port));
    }

    /**
     * As {@link #connect(String, int)}.
     *
     * @param address if it is unresolved, its name is looked up
     * @return open
     * @throws IOException as {@link #connect(String, int)}
     */
    @Fiber
    public static TcpConnection connect(InetSocketAddress address) throws IOException {
        return connect(address, Duration.ZERO);
    }

    /**
     * As {@link #connect(String, int)}, for a time.
     *
     * @param address if it is unresolved, its name is looked up, which isn't part of the time
     * @param timeout for each of its addresses; {@link Duration#ZERO} for no limit
     * @return open
     * @throws java.net.SocketTimeoutException if the time is over; nothing is left open
     * @throws IOException as {@link #connect(String, int)}
     */
    @Fiber
    public static TcpConnection connect(InetSocketAddress address, Duration timeout) throws IOException {
        long nanos = limit(timeout);
        if (!address.isUnresolved()) return connectTo(address, nanos);
        InetAddress[] resolved = resolve(address.getHostString());
        IOException failure = new UnknownHostException(address.getHostString());
        for (int i = 0; i < resolved.length; i++) {
            try {
                return connectTo(new InetSocketAddress(resolved[i], address.getPort()), nanos);
            } catch (IOException e) {
                if (i > 0) e.addSuppressed(failure);
                failure = e;
            }
        }
        throw failure;
    }

    @Fiber
    private static InetAddress[] resolve(String host) throws IOException {
        try {
            return Weft.blocking(() -> InetAddress.getAllByName(host));
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Fiber
    private static TcpConnection connectTo(InetSocketAddress address, long nanos) throws IOException {
        SocketChannel channel = Endpoint.open(SocketChannel::open);
        TcpConnection connection = of(channel);
        try {
            if (!channel.connect(address)) {
                long deadline = Endpoint.deadline(nanos);
                do connection.endpoint.await(SelectionKey.OP_CONNECT, "connect", deadline);
                while (!channel.finishConnect());
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    // ---------------------------------------------------------------- reading

    /**
     * Reads as {@link #read(byte[], int, int)}.
     *
     * @param bytes where to
     * @return how many bytes, at least 1; or -1
     * @throws IOException if that fails
     */
    @Fiber
    public int read(byte[] bytes) throws IOException {
        return read(bytes, 0, bytes.length);
    }

    /**
     * Reads what is there; waits while there is nothing.
     *
     * @param bytes where to
     * @param offset of the first
     * @param length how many at most
     * @return how many, at least 1 unless {@code length} is 0; or -1 if the other side has ended its output, and all of it was read
     * @throws IOException if that fails
     */
    @Fiber
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) return 0;
        int n = drained ? 0 : Transfer.read(channel, bytes, offset, length);
        if (n == 0) {
            long deadline = Endpoint.deadline(readNanos);
            do {
                endpoint.await(SelectionKey.OP_READ, "read", deadline);
                n = Transfer.read(channel, bytes, offset, length);
            } while (n == 0);
        }
        drained = n >= 0 && n < length;
        return n;
    }

    /**
     * Reads as {@link #read(byte[], int, int)}.
     *
     * @param to its position moves on by as many bytes as were read
     * @return how many, at least 1 unless there is no room for any; or -1
     * @throws IOException if that fails
     */
    @Fiber
    public int read(ByteBuffer to) throws IOException {
        int length = to.remaining();
        if (length == 0) return 0;
        int n = drained ? 0 : Transfer.read(channel, to);
        if (n == 0) {
            long deadline = Endpoint.deadline(readNanos);
            do {
                endpoint.await(SelectionKey.OP_READ, "read", deadline);
                n = Transfer.read(channel, to);
            } while (n == 0);
        }
        drained = n >= 0 && n < length;
        return n;
    }

    /**
     * What is read from it comes from this connection. Closing it closes the connection.
     *
     * @return fibers that call it by this type suspend where they wait
     */
    public Input inputStream() {
        return new Input(this);
    }

    // ---------------------------------------------------------------- writing

    /**
     * Writes all as {@link #write(byte[], int, int)}.
     *
     * @param bytes what to write
     * @throws IOException if that fails
     */
    @Fiber
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /**
     * Writes all; waits while the other side doesn't keep up. If it fails, it isn't known how much of it was sent.
     *
     * @param bytes what to write
     * @param offset of the first
     * @param length how many
     * @throws IOException if that fails
     */
    @Fiber
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int done = length == 0 ? 0 : Transfer.write(channel, bytes, offset, length);
        long deadline = done < length ? Endpoint.deadline(writeNanos) : 0;
        while (done < length) {
            int n = Transfer.write(channel, bytes, offset + done, length - done);
            if (n == 0) endpoint.await(SelectionKey.OP_WRITE, "write", deadline);
            done += n;
        }
    }

    /**
     * Writes all that remains as {@link #write(byte[], int, int)}.
     *
     * @param from nothing remains in it then; if it fails, its position says how much was handed to the system
     * @throws IOException if that fails
     */
    @Fiber
    public void write(ByteBuffer from) throws IOException {
        if (from.hasRemaining()) Transfer.write(channel, from);
        long deadline = from.hasRemaining() ? Endpoint.deadline(writeNanos) : 0;
        while (from.hasRemaining()) {
            if (Transfer.write(channel, from) == 0) endpoint.await(SelectionKey.OP_WRITE, "write", deadline);
        }
    }

    /**
     * What is written to it is written to this connection, at once. Closing it closes the connection.
     *
     * @return fibers that call it by this type suspend where they wait
     */
    public Output outputStream() {
        return new Output(this);
    }

    /**
     * Says to the other side that nothing more is written; reading goes on.
     *
     * @throws IOException if it is closed or broken
     */
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    // ---------------------------------------------------------------- settings

    /**
     * For how long a read waits, from now on.
     *
     * @param timeout {@link Duration#ZERO} for no limit, as at first
     * @throws IllegalArgumentException if it is negative
     */
    public void setReadTimeout(Duration timeout) {
        readNanos = limit(timeout);
    }

    /**
     * For how long a write waits until all is written, from now on.
     *
     * @param timeout {@link Duration#ZERO} for no limit, as at first
     * @throws IllegalArgumentException if it is negative
     */
    public void setWriteTimeout(Duration timeout) {
        writeNanos = limit(timeout);
    }

    static long limit(Duration timeout) {
        if (timeout.isNegative()) throw new IllegalArgumentException("a negative time: " + timeout);
        return Timeout.nanos(timeout);
    }

    /**
     * Where it is on this side.
     *
     * @return address and port
     * @throws IOException if it is closed
     */
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * Whom it is connected to.
     *
     * @return address and port
     * @throws IOException if it is closed
     */
    public InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    // ---------------------------------------------------------------- the end

    /**
     * Whether it wasn't closed on this side.
     *
     * @return false for ever after
     */
    public boolean isOpen() {
        return endpoint.isOpen();
    }

    /** Closes it, and ends the waits of others with an {@link java.nio.channels.AsynchronousCloseException}. Does nothing if it is closed. */
    @Override
    public void close() throws IOException {
        endpoint.close();
    }

    @Override
    public String toString() {
        try {
            SocketAddress local = channel.getLocalAddress();
            return "TcpConnection[" + local + " to " + channel.getRemoteAddress() + "]";
        } catch (IOException e) {
            return "TcpConnection[closed]";
        }
    }

    /** A connection's input, as a stream. */
    public static final class Input extends InputStream {
        private final TcpConnection connection;

        private Input(TcpConnection connection) {
            this.connection = connection;
        }

        @Fiber
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return connection.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Fiber
        @Override
        public int read(byte[] bytes) throws IOException {
            return connection.read(bytes, 0, bytes.length);
        }

        @Fiber
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return connection.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** A connection's output, as a stream without a buffer. */
    public static final class Output extends OutputStream {
        private final TcpConnection connection;

        private Output(TcpConnection connection) {
            this.connection = connection;
        }

        @Fiber
        @Override
        public void write(int oneByte) throws IOException {
            connection.write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Fiber
        @Override
        public void write(byte[] bytes) throws IOException {
            connection.write(bytes, 0, bytes.length);
        }

        @Fiber
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            connection.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }
}
