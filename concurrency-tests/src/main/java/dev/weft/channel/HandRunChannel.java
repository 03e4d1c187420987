// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Task;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.HandRunScheduler;
import java.util.ArrayList;
import java.util.List;

/**
 * A channel, and two others without a buffer next to it for selects, as a set of operations that never wait: those that would
 * wait begin to, as fibers, and {@link Side#outcomes} tells later what became of them.
 *
 * <p>The side of the receivers and that of the senders are each used by one thread at a time; all else by any.
 */
public final class HandRunChannel {
    private final Channel<Integer> channel;
    private final Channel<Integer> besideIn = Channel.rendezvous();
    private final Channel<Integer> besideOut = Channel.rendezvous();

    /** Those that receive. */
    public final Side receivers = new Side();

    /** Those that send. */
    public final Side senders = new Side();

    /** An empty one. */
    public HandRunChannel(Channel<Integer> channel) {
        this.channel = channel;
    }

    /** What a task answers; run by a fiber. */
    private interface Operation {
        @Fiber
        Object run();
    }

    @Fiber
    private static String outcomeOf(Operation operation) {
        try {
            return String.valueOf(operation.run());
        } catch (ChannelClosedException e) {
            return "closed";
        } catch (CancelledException e) {
            return "cancelled";
        }
    }

    /** Fibers of one thread. */
    public final class Side {
        private final HandRunScheduler scheduler = new HandRunScheduler();
        private final List<FiberStrand> begun = new ArrayList<>();

        private String begin(Operation operation) {
            FiberStrand fiber =
                    new FiberStrand(scheduler.carriers(), "begun", (Task<String>) () -> outcomeOf(operation));
            fiber.observe();
            scheduler.run(fiber);
            begun.add(fiber);
            return outcome(fiber);
        }

        /**
         * Whoever is served is claimed and completed under the lock of the channel, and submitted a little later. So who waits
         * after all locks were free once wasn't claimed by anything that the caller may know of.
         */
        private String outcome(FiberStrand fiber) {
            int stored = channel.size() + besideIn.size() + besideOut.size();
            if (fiber.isWaiting() && stored >= 0) return "waits";
            while (!fiber.isEnded()) {
                scheduler.runAll();
                Thread.onSpinWait();
            }
            return String.valueOf(fiber.outcome());
        }

        /** What has become of those that have begun, in their order. */
        public String outcomes() {
            StringBuilder all = new StringBuilder();
            for (FiberStrand fiber : begun) all.append(outcome(fiber)).append(' ');
            return all.toString();
        }

        /** Cancels the one that has begun last. */
        public String cancelLast() {
            if (begun.isEmpty()) return "nobody";
            FiberStrand last = begun.get(begun.size() - 1);
            last.cancel();
            while (!last.isEnded()) {
                scheduler.runAll();
                Thread.onSpinWait();
            }
            return outcome(last);
        }
    }

    /** Receives, or begins to wait. */
    public String receive() {
        return receivers.begin(channel::receive);
    }

    /** Receives from the channel or the one beside it, which is never ready, or begins to wait. */
    public String selectReceive() {
        return receivers.begin(() -> Select.of(Select.receive(channel), Select.receive(besideIn, e -> -e))
                .await());
    }

    /** Sends, or begins to wait. */
    public String send(int element) {
        return senders.begin(() -> {
            channel.send(element);
            return "sent";
        });
    }

    /** Sends to the channel or the one beside it, which is never ready, or begins to wait. */
    public String selectSend(int element) {
        return senders.begin(() -> Select.of(
                        Select.send(besideOut, element, () -> "beside"), Select.send(channel, element, () -> "sent"))
                .await());
    }

    /** True if it was sent, or the answer is known. */
    public String trySend(int element) {
        try {
            return String.valueOf(channel.trySend(element));
        } catch (ChannelClosedException e) {
            return "closed";
        }
    }

    /** Null if there is none. */
    public Integer tryReceive() {
        return channel.tryReceive();
    }

    /** To a select that waits for it. */
    public boolean trySendBeside(int element) {
        return besideIn.trySend(element);
    }

    /** From a select that waits for it. */
    public Integer tryReceiveBeside() {
        return besideOut.tryReceive();
    }

    /** False if it was closed before. */
    public boolean close() {
        try {
            channel.close();
            return true;
        } catch (ChannelClosedException e) {
            return false;
        }
    }

    /** How many elements are stored. */
    public int size() {
        return channel.size();
    }
}
