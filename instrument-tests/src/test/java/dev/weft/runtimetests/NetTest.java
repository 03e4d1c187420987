// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.runtimetests.Actor.cancelled;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.channel.Channel;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Quiescence;
import dev.weft.io.TcpConnection;
import dev.weft.io.TcpListener;
import dev.weft.io.UdpSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** N1 to N9 of docs/semantics.md: sockets. */
class NetTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    /** The two ends of a connection. */
    private record Ends(TcpConnection near, TcpConnection far) implements AutoCloseable {
        static Ends connected() throws IOException {
            try (TcpListener listener = TcpListener.bind(ANY)) {
                TcpConnection near = TcpConnection.connect(listener.localAddress());
                return new Ends(near, listener.accept());
            }
        }

        @Override
        public void close() throws IOException {
            near.close();
            far.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    // ---------------------------------------------------------------- waiting, reading and writing

    @InEachSetting
    void n1WhoHasNothingToReadWaitsAndTheOthersGoOn(Setting setting) throws IOException {
        try (Ends ends = Ends.connected();
                Cast cast = new Cast(setting)) {
            byte[] buffer = new byte[10];
            Actor reader = cast.startParked("reader", () -> {
                assertThat(ends.near.read(buffer)).isEqualTo(5);
                ends.near.write(buffer, 0, 5);
            });
            Actor writer = cast.start("writer", () -> {
                ends.far.write(bytes("hello"));
                assertThat(ends.far.read(new byte[10])).isEqualTo(5);
            });
            writer.join();
            reader.join();
            assertThat(buffer).startsWith(bytes("hello"));
        }
    }

    @InEachSetting
    void n1WhoHasNoRoomToWriteWaitsUntilAllIsWritten(Setting setting) throws IOException {
        byte[] sent = new byte[3_000_000];
        for (int i = 0; i < sent.length; i++) sent[i] = (byte) (i * 31 >> 3);
        try (Ends ends = Ends.connected();
                Cast cast = new Cast(setting)) {
            Actor writer = cast.startParked("writer", () -> {
                ends.near.write(sent);
                ends.near.write(ByteBuffer.wrap(sent));
                ends.near.shutdownOutput();
            });
            ByteBuffer received = ByteBuffer.allocate(2 * sent.length + 1);
            cast.start("reader", () -> {
                int n = 0;
                while (n >= 0) n = ends.far.read(received);
            });
            cast.joinAll();
            writer.join();
            received.flip();
            assertThat(received.limit()).isEqualTo(2 * sent.length);
            assertThat(received.slice(0, sent.length)).isEqualTo(ByteBuffer.wrap(sent));
            assertThat(received.slice(sent.length, sent.length)).isEqualTo(ByteBuffer.wrap(sent));
        }
    }

    @InEachSetting
    void n1SeveralAcceptAndEachConnectionGoesToOneOfThem(Setting setting) throws IOException {
        Queue<TcpConnection> accepted = new ConcurrentLinkedQueue<>();
        try (TcpListener listener = TcpListener.bind(ANY);
                Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) {
                cast.startParked("acceptor " + i, () -> {
                    for (int k = 0; k < 5; k++) accepted.add(listener.accept());
                });
            }
            for (int i = 0; i < 15; i++)
                TcpConnection.connect(listener.localAddress()).close();
            cast.joinAll();
        }
        assertThat(accepted).hasSize(15).doesNotHaveDuplicates();
        for (TcpConnection connection : accepted) connection.close();
    }

    @InEachSetting
    void n2HalfOfAConnectionIsClosedAndTheOtherHalfGoesOn(Setting setting) throws IOException {
        try (Ends ends = Ends.connected();
                Cast cast = new Cast(setting)) {
            cast.start("near", () -> {
                ends.near.outputStream().write(bytes("question"));
                ends.near.shutdownOutput();
                assertThat(ends.near.inputStream().readAllBytes()).isEqualTo(bytes("answer"));
                assertThat(ends.near.inputStream().read()).isEqualTo(-1);
            });
            cast.start("far", () -> {
                TcpConnection.Input in = ends.far.inputStream();
                assertThat(in.read()).isEqualTo('q');
                byte[] rest = new byte[100];
                int n = 0;
                for (int k = in.read(rest); k >= 0; k = in.read(rest, n, 100 - n)) n += k;
                assertThat(new String(rest, 0, n, US_ASCII)).isEqualTo("uestion");
                ends.far.write(ByteBuffer.wrap(bytes("answer")));
                ends.far.shutdownOutput();
                assertThatThrownBy(() -> ends.far.write(bytes("more"))).isInstanceOf(ClosedChannelException.class);
            });
            cast.joinAll();
        }
    }

    @Test
    void n2NothingIsReadIntoNoRoom() throws IOException {
        try (Ends ends = Ends.connected()) {
            assertThat(ends.near.read(new byte[0])).isZero();
            assertThat(ends.near.read(ByteBuffer.allocateDirect(0))).isZero();
            ends.near.write(new byte[0]);
            assertThatThrownBy(() -> ends.near.read(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            ends.near.write(ByteBuffer.wrap(bytes("direct")));
            ByteBuffer direct = ByteBuffer.allocateDirect(4);
            assertThat(ends.far.read(direct)).isEqualTo(4);
            assertThat(ends.far.read(direct.clear())).isEqualTo(2);
        }
    }

    // ---------------------------------------------------------------- ends of waits

    @InEachSetting
    void n3ACloseEndsTheWaitsOfOthers(Setting setting) throws IOException {
        try (Ends ends = Ends.connected();
                Cast cast = new Cast(setting)) {
            TcpListener listener = TcpListener.bind(ANY);
            Actor reader = cast.startParked("reader", () -> ends.near.read(new byte[1]));
            Actor writer = cast.startParked("writer", () -> ends.near.write(new byte[20_000_000]));
            Actor acceptor = cast.startParked("acceptor", listener::accept);
            cast.start("closer", () -> {
                        ends.near.close();
                        ends.near.close();
                        listener.close();
                    })
                    .join();
            for (Actor actor : List.of(reader, writer, acceptor)) {
                actor.awaitEnd();
                assertThat(actor.failure()).isExactlyInstanceOf(AsynchronousCloseException.class);
            }
            assertThat(ends.near.isOpen()).isFalse();
            assertThatThrownBy(() -> ends.near.read(new byte[1])).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(() -> ends.near.write(new byte[1])).isInstanceOf(ClosedChannelException.class);
            assertThatThrownBy(listener::accept).isInstanceOf(ClosedChannelException.class);
        }
    }

    @InEachSetting
    void n4AWaitEndsWithItsTimeAndTheSocketStaysOpen(Setting setting) throws IOException {
        try (Ends ends = Ends.connected();
                TcpListener listener = TcpListener.bind(ANY);
                Cast cast = new Cast(setting)) {
            ends.near.setReadTimeout(SHORT);
            ends.near.setWriteTimeout(SHORT);
            cast.start("near", () -> {
                        assertThatThrownBy(() -> listener.accept(SHORT)).isInstanceOf(SocketTimeoutException.class);
                        timedOut(ends.near);
                        ends.far.write(bytes("x"));
                        ends.near.setReadTimeout(LONG);
                        assertThat(ends.near.read(new byte[2])).isEqualTo(1);
                    })
                    .join();
            Actor writer = cast.start("writer", () -> ends.near.write(new byte[20_000_000]));
            writer.awaitEnd();
            assertThat(writer.failure()).isInstanceOf(SocketTimeoutException.class);
            assertThat(ends.near.isOpen()).isTrue();
        }
        assertThatThrownBy(() -> TcpListener.bind(ANY).accept(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void timedOut(TcpConnection connection) throws IOException {
        try {
            connection.read(new byte[1]);
        } catch (SocketTimeoutException e) {
            return;
        }
        throw new AssertionError("no timeout");
    }

    @InEachSetting
    void n5ACancellationEndsTheWaitAndTheSocketStaysOpen(Setting setting) throws IOException {
        try (Ends ends = Ends.connected();
                TcpListener listener = TcpListener.bind(ANY);
                Cast cast = new Cast(setting)) {
            ends.near.setReadTimeout(LONG);
            cancelled(cast.startParked("reader for a time", () -> ends.near.read(new byte[1])));
            cancelled(cast.startParked("reader", () -> ends.far.read(new byte[1])));
            cancelled(cast.startParked("acceptor", listener::accept));
            Actor reader = cast.startParked("next reader", () -> {
                byte[] one = new byte[1];
                assertThat(ends.far.read(one)).isEqualTo(1);
                assertThat(one).isEqualTo(bytes("y"));
            });
            ends.near.write(bytes("y"));
            reader.join();
        }
    }

    // ---------------------------------------------------------------- faults

    @InEachSetting
    void n6AResetOfThePeerIsAnError(Setting setting) throws IOException {
        try (TcpListener listener = TcpListener.bind(ANY);
                Cast cast = new Cast(setting)) {
            Socket peer = new Socket(
                    listener.localAddress().getAddress(),
                    listener.localAddress().getPort());
            try (TcpConnection connection = listener.accept()) {
                Actor reader = cast.startParked("reader", () -> connection.read(new byte[1]));
                peer.setSoLinger(true, 0);
                peer.close();
                reader.awaitEnd();
                assertThat(reader.failure()).isInstanceOf(IOException.class).hasMessageContaining("reset");
            }
        }
    }

    @InEachSetting
    void n6ConnectingFailsWithAnErrorThatSaysWhy(Setting setting) throws IOException {
        InetSocketAddress taken;
        try (TcpListener listener = TcpListener.bind(ANY)) {
            taken = listener.localAddress();
            assertThatThrownBy(() -> TcpListener.bind(listener.localAddress())).isInstanceOf(BindException.class);
        }
        Cast.all(setting, () -> {
            refused(taken);
            unknown();
        });
    }

    private static void refused(InetSocketAddress address) throws IOException {
        try {
            TcpConnection.connect(address, LONG);
        } catch (ConnectException e) {
            return;
        }
        throw new AssertionError("not refused");
    }

    private static void unknown() throws IOException {
        try {
            TcpConnection.connect("no-such-host.invalid", 1);
        } catch (UnknownHostException e) {
            return;
        }
        throw new AssertionError("not unknown");
    }

    // ---------------------------------------------------------------- deadlocks

    @Test
    void n9WhoWaitsForASocketMayBeWokenFromOutside() throws IOException {
        TcpListener listener = TcpListener.bind(ANY);
        try (World world = new World(1)) {
            Quiescence quiescence = new Quiescence(world.carriers, true);
            FiberStrand acceptor = world.start("acceptor", () -> {
                try {
                    listener.accept();
                } catch (AsynchronousCloseException e) {
                    Channel.<Integer>rendezvous().receive();
                }
            });
            Watchdog.await("the accept", acceptor::isParked, world::describe);
            for (int i = 0; i < 1_000; i++) assertThat(quiescence.look()).isNegative();
            listener.close();
            Watchdog.await("the deadlock", () -> quiescence.look() >= 0, world::describe);
        }
    }

    // ---------------------------------------------------------------- datagrams

    @InEachSetting
    void n8DatagramsAreReceivedOneByOne(Setting setting) throws IOException {
        UdpSocket near = UdpSocket.bind(ANY);
        try (UdpSocket far = UdpSocket.bind(ANY);
                Cast cast = new Cast(setting)) {
            InetSocketAddress to = near.localAddress();
            List<String> received = new ArrayList<>();
            cast.startParked("receiver", () -> {
                for (int i = 0; i < 2; i++) {
                    ByteBuffer buffer = ByteBuffer.allocate(10);
                    assertThat(near.receive(buffer)).isEqualTo(far.localAddress());
                    received.add(new String(buffer.array(), 0, buffer.position(), US_ASCII));
                }
            });
            cast.start("sender", () -> {
                far.send(ByteBuffer.wrap(bytes("one")), to);
                far.send(ByteBuffer.wrap(bytes("two")), to);
            });
            cast.joinAll();
            assertThat(received).containsExactly("one", "two");
            assertThatThrownBy(() -> near.receive(ByteBuffer.allocate(1), SHORT))
                    .isInstanceOf(SocketTimeoutException.class);
            Actor left = cast.startParked("left", () -> near.receive(ByteBuffer.allocate(1)));
            near.close();
            left.awaitEnd();
            assertThat(left.failure()).isInstanceOf(AsynchronousCloseException.class);
        }
    }
}
