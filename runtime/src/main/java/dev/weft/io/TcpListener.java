// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Fiber;
import dev.weft.internal.net.Endpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port on which connections are accepted. A fiber that has to wait for one suspends; a thread is blocked.
 *
 * <pre>{@code
 *   try (TcpListener listener = TcpListener.bind(7777)) {
 *       while (true) {
 *           TcpConnection connection = listener.accept();
 *           Weft.go(() -> serve(connection)); // which closes it
 *       }
 *   }
 * }</pre>
 *
 * <p>It may be used by any fibers and threads; several may accept at the same time.
 */
public final class TcpListener implements AutoCloseable {
    private static final int DEFAULT_BACKLOG = 1024;

    private final ServerSocketChannel channel;
    private final Endpoint endpoint;

    private TcpListener(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        endpoint = new Endpoint(channel);
    }

    /**
     * Listens on all addresses of this host.
     *
     * @param port 0 for one that is free, see {@link #localAddress}
     * @return open
     * @throws BindException if the port is taken, or not allowed
     * @throws IOException if it fails otherwise
     */
    public static TcpListener bind(int port) throws IOException {
        return bind(new InetSocketAddress(port));
    }

    /**
     * Listens on an address.
     *
     * @param address of this host; with port 0 for one that is free
     * @return open
     * @throws BindException if the port is taken, or not allowed
     * @throws IOException if it fails otherwise
     */
    public static TcpListener bind(InetSocketAddress address) throws IOException {
        return bind(address, DEFAULT_BACKLOG);
    }

    /**
     * Listens on an address.
     *
     * @param address of this host; with port 0 for one that is free
     * @param backlog how many connections may wait to be accepted; the system may allow fewer
     * @return open
     * @throws BindException if the port is taken, or not allowed
     * @throws IOException if it fails otherwise
     */
    public static TcpListener bind(InetSocketAddress address, int backlog) throws IOException {
        ServerSocketChannel channel = Endpoint.open(ServerSocketChannel::open);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, backlog);
            return new TcpListener(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Waits for a connection.
     *
     * @return open, to be closed by the caller
     * @throws java.nio.channels.AsynchronousCloseException if the listener is closed meanwhile
     * @throws java.nio.channels.ClosedChannelException if the listener is closed
     * @throws dev.weft.CancelledException if the routine or its context is cancelled, or the thread interrupted; the listener stays open
     * @throws IOException if there are no descriptors left, or too little memory. Nothing is lost: the connection goes on to wait, and the listener
     *     may be used again, after a pause
     */
    @Fiber
    public TcpConnection accept() throws IOException {
        return accept(Duration.ZERO);
    }

    /**
     * Waits for a connection, for a time.
     *
     * @param timeout {@link Duration#ZERO} for no limit
     * @return open, to be closed by the caller
     * @throws java.net.SocketTimeoutException if the time is over; the listener stays open
     * @throws IOException as {@link #accept()}
     */
    @Fiber
    public TcpConnection accept(Duration timeout) throws IOException {
        long nanos = TcpConnection.limit(timeout);
        SocketChannel accepted = Endpoint.<@Nullable SocketChannel>open(channel::accept);
        if (accepted == null) {
            long deadline = Endpoint.deadline(nanos);
            do {
                endpoint.await(SelectionKey.OP_ACCEPT, "accept", deadline);
                accepted = Endpoint.<@Nullable SocketChannel>open(channel::accept);
            } while (accepted == null);
        }
        return TcpConnection.of(accepted);
    }

    /**
     * Where it listens.
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

    /**
     * Closes it, and ends the waits of those who accept, with an {@link java.nio.channels.AsynchronousCloseException}. Connections that were
     * accepted stay open. Does nothing if it is closed.
     */
    @Override
    public void close() throws IOException {
        endpoint.close();
    }

    @Override
    public String toString() {
        try {
            return "TcpListener[" + channel.getLocalAddress() + "]";
        } catch (IOException e) {
            return "TcpListener[closed]";
        }
    }
}
