// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Fiber;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.net.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;

/**
 * A socket for datagrams. A fiber that has to wait for one suspends; a thread is blocked. Waits end as those of a {@link TcpConnection}
 * do.
 *
 * <p>It may be used by any fibers and threads; it has to be closed.
 */
public final class UdpSocket implements AutoCloseable {
    private final DatagramChannel channel;
    private final Endpoint endpoint;

    private UdpSocket(DatagramChannel channel) throws IOException {
        this.channel = channel;
        endpoint = new Endpoint(channel);
    }

    /**
     * Receives on all addresses of this host.
     *
     * @param port 0 for one that is free, see {@link #localAddress}
     * @return open
     * @throws java.net.BindException if the port is taken, or not allowed
     * @throws IOException if it fails otherwise
     */
    public static UdpSocket bind(int port) throws IOException {
        return bind(new InetSocketAddress(port));
    }

    /**
     * Receives on an address.
     *
     * @param address of this host; with port 0 for one that is free
     * @return open
     * @throws java.net.BindException if the port is taken, or not allowed
     * @throws IOException if it fails otherwise
     */
    public static UdpSocket bind(InetSocketAddress address) throws IOException {
        DatagramChannel channel = Endpoint.open(DatagramChannel::open);
        try {
            channel.bind(address);
            return new UdpSocket(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Sends a datagram: all that remains in a buffer. Waits while the system has no room.
     *
     * @param datagram nothing remains in it then
     * @param to resolved
     * @throws IOException if it is too long, or can't be sent
     */
    @Fiber
    public void send(ByteBuffer datagram, InetSocketAddress to) throws IOException {
        int length = datagram.remaining();
        while (channel.send(datagram, to) == 0 && length > 0)
            endpoint.await(SelectionKey.OP_WRITE, "send", Endpoint.NEVER);
    }

    /**
     * Waits for a datagram.
     *
     * @param datagram where to; what it has no room for is lost
     * @return who has sent it
     * @throws IOException if the socket is closed or broken
     */
    @Fiber
    public InetSocketAddress receive(ByteBuffer datagram) throws IOException {
        return receive(datagram, Duration.ZERO);
    }

    /**
     * Waits for a datagram, for a time.
     *
     * @param datagram where to; what it has no room for is lost
     * @param timeout {@link Duration#ZERO} for no limit
     * @return who has sent it
     * @throws java.net.SocketTimeoutException if the time is over; the socket stays open
     * @throws IOException if the socket is closed or broken
     */
    @Fiber
    public InetSocketAddress receive(ByteBuffer datagram, Duration timeout) throws IOException {
        if (timeout.isNegative()) throw new IllegalArgumentException("a negative time: " + timeout);
        InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
        if (from == null) {
            long deadline = Endpoint.deadline(Timeout.nanos(timeout));
            do {
                endpoint.await(SelectionKey.OP_READ, "receive", deadline);
                from = (InetSocketAddress) channel.receive(datagram);
            } while (from == null);
        }
        return from;
    }

    /**
     * Where it receives.
     *
     * @return address and port
     * @throws IOException if it is closed
     */
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * Whether it wasn't closed.
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
}
