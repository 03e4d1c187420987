// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.io.TcpConnection;
import dev.weft.io.TcpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sends back what it receives, with a fiber for each connection. A program: it prints its port, and runs until it is killed. */
public final class EchoServer {
    static final int MESSAGE_BYTES = 64;
    private static final int BACKLOG = 16_384;

    private EchoServer() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        Weft.run(EchoServer::serve);
    }

    @Fiber
    private static void serve() throws IOException {
        try (TcpListener listener =
                TcpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG)) {
            System.out.println(listener.localAddress().getPort());
            while (true) {
                TcpConnection connection = listener.accept();
                Weft.go(() -> echo(connection));
            }
        }
    }

    @Fiber
    private static void echo(TcpConnection connection) throws IOException {
        try (connection) {
            byte[] buffer = new byte[MESSAGE_BYTES];
            for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer)) connection.write(buffer, 0, n);
        }
    }
}
