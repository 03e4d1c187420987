// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.io.TcpConnection;
import dev.weft.io.TcpListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many connections at once on few carriers: no wake-up is lost, whoever polls, and whatever ends a wait. */
@Tag("stress")
class NetStressTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int SCALE = Integer.getInteger("weft.stress", 1);
    private static final int CLIENTS = 40;
    private static final int ROUND_TRIPS = 200 * SCALE;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void eachRoundTripComesToItsEnd(int carriers) {
        AtomicInteger done = new AtomicInteger();
        try (World world = new World(carriers)) {
            world.run(() -> roundTrips(done, false));
        }
        assertThat(done).hasValue(CLIENTS * ROUND_TRIPS);
    }

    /** The carriers aren't idle: events are seen in passing, or by the monitor. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void eachRoundTripComesToItsEndWhileOthersCompute(int carriers) {
        AtomicInteger done = new AtomicInteger();
        try (World world = new World(carriers)) {
            world.run(() -> roundTrips(done, true));
        }
        assertThat(done).hasValue(CLIENTS * 10);
    }

    @Fiber
    private static void roundTrips(AtomicInteger done, boolean busy) throws IOException {
        TcpListener listener = TcpListener.bind(ANY);
        Routine<Void> server = Weft.go(() -> serve(listener));
        Routine<Void> spinner = Weft.go(() -> {
            while (busy && listener.isOpen()) Weft.yield();
        });
        List<Routine<Void>> clients = new ArrayList<>();
        int each = busy ? 10 : ROUND_TRIPS;
        for (int i = 0; i < CLIENTS; i++) clients.add(Weft.go(() -> converse(listener.localAddress(), each, done)));
        for (Routine<Void> client : clients) client.join();
        listener.close();
        spinner.join();
        server.join();
    }

    @Fiber
    private static void converse(InetSocketAddress address, int times, AtomicInteger done) throws IOException {
        try (TcpConnection connection = TcpConnection.connect(address)) {
            byte[] buffer = new byte[64];
            for (int i = 0; i < times; i++) {
                connection.write(buffer, 0, 1 + i % 64);
                for (int n = 0; n <= i % 64; ) n += connection.read(buffer, n, 64 - n);
                done.incrementAndGet();
            }
        }
    }

    @Fiber
    private static void serve(TcpListener listener) throws IOException {
        try {
            while (true) {
                TcpConnection connection = listener.accept();
                Weft.go(() -> echo(connection));
            }
        } catch (ClosedChannelException e) {
            if (listener.isOpen()) throw e;
        }
    }

    @Fiber
    private static void echo(TcpConnection connection) throws IOException {
        try (connection) {
            byte[] buffer = new byte[64];
            for (int n = connection.read(buffer); n >= 0; n = connection.read(buffer)) connection.write(buffer, 0, n);
        }
    }

    /** By a seed: timeouts, cancellations and closes race with what is received. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whateverEndsAWaitNobodyIsLeft(int carriers) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        System.out.println("NetStressTest: replay with -Dweft.seed=" + seed);
        try (World world = new World(carriers)) {
            world.run(() -> {
                SplittableRandom random = new SplittableRandom(seed);
                try (TcpListener listener = TcpListener.bind(ANY)) {
                    for (int i = 0; i < 300 * SCALE; i++) race(listener, random.split());
                }
            });
        }
    }

    @Fiber
    private static void race(TcpListener listener, SplittableRandom random) throws IOException {
        int how = random.nextInt(4);
        int delay = random.nextInt(200);
        TcpConnection near = TcpConnection.connect(listener.localAddress());
        TcpConnection far = listener.accept();
        if (how == 0) near.setReadTimeout(Duration.ofNanos(1_000L * (1 + delay)));
        Routine<Integer> reader = Weft.go(() -> readOne(near));
        for (int i = 0; i < delay; i++) if (i % 8 == 0) Weft.yield();
        Routine<Void> writer = Weft.go(() -> far.write(new byte[1]));
        if (how == 1) reader.cancel();
        else if (how == 2) near.close();
        int n = reader.join();
        writer.join();
        assertThat(n).isIn(how == 3 ? List.of(1) : List.of(1, -2));
        near.close();
        far.close();
    }

    @Fiber
    private static int readOne(TcpConnection connection) throws IOException {
        try {
            return connection.read(new byte[1]);
        } catch (SocketTimeoutException | ClosedChannelException | CancelledException e) {
            return -2;
        }
    }
}
