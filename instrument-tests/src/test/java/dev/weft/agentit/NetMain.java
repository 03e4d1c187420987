// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.io.TcpConnection;
import dev.weft.io.TcpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens connections to itself until there are no descriptors left. */
final class NetMain {
    private static final List<TcpConnection> HELD = new ArrayList<>();

    private NetMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        Weft.run(NetMain::run);
    }

    @Fiber
    private static void run() throws IOException {
        try (TcpListener listener = TcpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            InetSocketAddress address = listener.localAddress();
            Weft.go(() -> HELD.add(TcpConnection.connect(address)));
            HELD.add(listener.accept()); // by now what is needed was loaded, and the selector is open
            Weft.sleep(1, TimeUnit.MILLISECONDS);
            String connect = connectUntilItFails(address);
            HELD.remove(HELD.size() - 1).close();
            String accept = connectAndAccept(listener);
            for (int i = 0; i < 10; i++) HELD.remove(HELD.size() - 1).close();
            listener.accept().close();
            System.out.println("connect: " + connect + "\naccept: " + accept + "\naccepted");
        }
    }

    @Fiber
    private static String connectUntilItFails(InetSocketAddress address) {
        try {
            while (true) HELD.add(TcpConnection.connect(address));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** There is one descriptor: the connection's own. */
    @Fiber
    private static String connectAndAccept(TcpListener listener) throws IOException {
        HELD.add(TcpConnection.connect(listener.localAddress()));
        try {
            while (true) HELD.add(listener.accept());
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
