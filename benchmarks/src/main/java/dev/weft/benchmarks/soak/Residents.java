// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Fibers that live as long as the run does, so that what only an old fiber gathers shows as well: they answer requests. */
final class Residents implements Load {
    private static final int SERVERS = 200;
    private static final int TICKERS = 4;
    private static final int REQUESTS = 300;

    private record Request(long number, Channel<Long> answer) {}

    private final List<Channel<Request>> doors = new ArrayList<>();
    private final List<Routine<Void>> tickers = new ArrayList<>();
    private final List<Routine<Long>> servers = new ArrayList<>();
    private final LongAdder requested = new LongAdder();
    private volatile @Nullable Channel<Long> pause; // closed when it is over

    Residents(Scheduler scheduler, LongAdder ticks) {
        for (int i = 0; i < SERVERS; i++) {
            Channel<Request> door = i % 2 == 0 ? Channel.rendezvous() : Channel.buffered(4);
            int depth = i % 20;
            doors.add(door);
            servers.add(scheduler.go("server-" + i, () -> serve(door, depth)));
        }
        for (int i = 0; i < TICKERS; i++) {
            tickers.add(scheduler.go("ticker-" + i, () -> tick(ticks)));
        }
    }

    @Fiber
    private void tick(LongAdder ticks) {
        while (true) {
            Weft.sleep(5, TimeUnit.MILLISECONDS);
            ticks.increment();
            Channel<Long> gate = pause;
            if (gate != null) gate.receiveOrNull();
        }
    }

    /** Has all of them wait, so that the scheduler's workers have nothing to do, and drop what they don't need. */
    void pause() {
        pause = Channel.rendezvous();
    }

    void goOn() {
        Channel<Long> gate = Objects.requireNonNull(pause);
        pause = null;
        gate.close();
    }

    /** How many fibers there are while nothing else is. */
    static int count() {
        return SERVERS + TICKERS;
    }

    @Fiber
    private static long serve(Channel<Request> door, int depth) {
        long served = 0;
        for (Request request : door.elements()) {
            answer(request, depth);
            served++;
        }
        return served;
    }

    @Fiber
    private static void answer(Request request, int depth) {
        if (depth > 0) answer(request, depth - 1);
        else request.answer.send(~request.number);
    }

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        Channel<Long> answer = Channel.rendezvous();
        for (int i = 0; i < REQUESTS; i++) {
            long number = random.nextLong();
            doors.get(random.nextInt(SERVERS)).send(new Request(number, answer));
            Load.checkEqual(answer.receive(), ~number, "a server's answer");
        }
        requested.add(REQUESTS);
        operations.add(REQUESTS);
    }

    /** Ends them, when nobody asks any more. */
    @Fiber
    void leave() {
        for (Channel<Request> door : doors) door.close();
        long served = 0;
        for (Routine<Long> server : servers) served += server.join();
        Load.checkEqual(served, requested.sum(), "requests served");
        for (Routine<Void> ticker : tickers) ticker.cancel();
        for (Routine<Void> ticker : tickers) TimeLoad.joinCancelled(ticker);
    }
}
