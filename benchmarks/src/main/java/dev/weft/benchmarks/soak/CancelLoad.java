// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Senders and receivers on one channel are cancelled wherever they are: who was cancelled in a send hasn't sent, who was cancelled in a
 * receive hasn't received.
 */
final class CancelLoad implements Load {
    private static final int FIBERS = 20;
    private static final int CANCELS = 60;

    /** What the fibers of one side have done before they were cancelled. */
    private record Side(List<Routine<Long>> routines) {
        @Fiber
        long total() {
            long sum = 0;
            for (Routine<Long> routine : routines) sum += routine.join();
            return sum;
        }
    }

    @Override
    @Fiber
    public void round(SplittableRandom random, LongAdder operations) {
        Channel<Long> channel = random.nextBoolean() ? Channel.rendezvous() : Channel.buffered(1 + random.nextInt(8));
        List<Routine<Long>> senders = new ArrayList<>();
        List<Routine<Long>> receivers = new ArrayList<>();
        for (int i = 0; i < FIBERS; i++) {
            senders.add(Weft.go(() -> sendUntilCancelled(channel)));
            receivers.add(Weft.go(() -> receiveUntilCancelled(channel)));
        }
        for (int i = 0; i < CANCELS; i++) replace(senders, receivers, channel, random);
        for (Routine<Long> sender : senders) sender.cancel();
        long sent = new Side(senders).total();
        for (Routine<Long> receiver : receivers) receiver.cancel();
        long received = new Side(receivers).total();
        for (Long left = channel.tryReceive(); left != null; left = channel.tryReceive()) received += left;
        Load.checkEqual(received, sent, "sent, but not received, with cancels");
        operations.add(sent);
    }

    /** One is cancelled, another takes its place. */
    @Fiber
    private static void replace(
            List<Routine<Long>> senders,
            List<Routine<Long>> receivers,
            Channel<Long> channel,
            SplittableRandom random) {
        int victim = random.nextInt(FIBERS);
        senders.get(victim).cancel();
        receivers.get(random.nextInt(FIBERS)).cancel();
        Weft.yield();
        senders.add(Weft.go(() -> sendUntilCancelled(channel)));
        receivers.add(Weft.go(() -> receiveUntilCancelled(channel)));
    }

    @Fiber
    private static long sendUntilCancelled(Channel<Long> channel) {
        long sent = 0;
        try {
            while (true) {
                channel.send(1L);
                sent++;
            }
        } catch (CancelledException e) {
            return sent;
        }
    }

    @Fiber
    private static long receiveUntilCancelled(Channel<Long> channel) {
        long received = 0;
        try {
            while (true) received += channel.receive();
        } catch (CancelledException e) {
            return received;
        }
    }
}
