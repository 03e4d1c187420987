// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections to an {@link EchoServer}, all by one thread, without anything of Weft's. Each has one message under way at a time. */
final class EchoClients implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();
    private final ByteBuffer request = ByteBuffer.allocateDirect(EchoServer.MESSAGE_BYTES);
    private final ByteBuffer response = ByteBuffer.allocateDirect(EchoServer.MESSAGE_BYTES);

    private final class Client {
        private final SocketChannel channel;
        private int toSend;
        private int toReceive;

        Client(InetSocketAddress address) throws IOException {
            channel = SocketChannel.open(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void start(int messages) throws IOException {
            toSend = messages;
            send();
        }

        private void send() throws IOException {
            toSend--;
            toReceive = EchoServer.MESSAGE_BYTES;
            request.clear();
            if (channel.write(request) != EchoServer.MESSAGE_BYTES)
                throw new IOException("a message wasn't sent whole");
        }

        /** Whether the last message is back. */
        boolean receive() throws IOException {
            response.clear();
            int count = channel.read(response);
            if (count < 0) throw new IOException("the server has closed a connection");
            toReceive -= count;
            if (toReceive > 0) return false;
            if (toSend == 0) return true;
            send();
            return false;
        }
    }

    EchoClients(InetSocketAddress address, int connections) throws IOException {
        for (int i = 0; i < connections; i++) clients.add(new Client(address));
    }

    /** So many messages by each connection, there and back. */
    void roundTrips(int each) throws IOException {
        for (Client client : clients) client.start(each);
        int busy = clients.size();
        while (busy > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                if (((Client) key.attachment()).receive()) busy--;
            }
            selector.selectedKeys().clear();
        }
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) client.channel.close();
        selector.close();
    }
}
