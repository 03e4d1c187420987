// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Fiber;
import dev.weft.internal.sched.HandRunSide;

/**
 * A channel, and two others without a buffer next to it for selects, as a set of operations that never wait: those that would
 * wait begin to, as fibers, and {@link HandRunSide#outcomes} tells later what became of them.
 *
 * <p>The side of the receivers and that of the senders are each used by one thread at a time; all else by any.
 */
public final class HandRunChannel {
    /** The operations of a channel, and of those beside it. */
    interface Ends {
        @Fiber
        int receive();

        @Fiber
        int selectReceive();

        @Fiber
        void send(int element);

        @Fiber
        String selectSend(int element);

        boolean trySend(int element);

        Integer tryReceive();

        boolean trySendBeside(int element);

        Integer tryReceiveBeside();

        void close();

        int size();

        /** Goes through all locks. */
        int stored();
    }

    private final Ends ends;

    /** Those that receive. */
    public final HandRunSide receivers;

    /** Those that send. */
    public final HandRunSide senders;

    /** An empty one. */
    public HandRunChannel(Channel<Integer> channel) {
        this(new ObjectEnds(channel));
    }

    /** An empty one, of values that aren't boxed. */
    public HandRunChannel(IntChannel channel) {
        this(new IntEnds(channel));
    }

    private HandRunChannel(Ends ends) {
        this.ends = ends;
        receivers = new HandRunSide(ends::stored);
        senders = new HandRunSide(ends::stored);
    }

    @Fiber
    private static Object orClosed(HandRunSide.Operation operation) throws Exception {
        try {
            return operation.run();
        } catch (ChannelClosedException e) {
            return "closed";
        }
    }

    /** Receives, or begins to wait. */
    public String receive() {
        return receivers.begin(() -> orClosed(ends::receive));
    }

    /** Receives from the channel or the one beside it, which is never ready, or begins to wait. */
    public String selectReceive() {
        return receivers.begin(() -> orClosed(ends::selectReceive));
    }

    /** Sends, or begins to wait. */
    public String send(int element) {
        return senders.begin(() -> orClosed(() -> {
            ends.send(element);
            return "sent";
        }));
    }

    /** Sends to the channel or the one beside it, which is never ready, or begins to wait. */
    public String selectSend(int element) {
        return senders.begin(() -> orClosed(() -> ends.selectSend(element)));
    }

    /** True if it was sent, or the answer is known. */
    public String trySend(int element) {
        try {
            return String.valueOf(ends.trySend(element));
        } catch (ChannelClosedException e) {
            return "closed";
        }
    }

    /** Null if there is none. */
    public Integer tryReceive() {
        return ends.tryReceive();
    }

    /** To a select that waits for it. */
    public boolean trySendBeside(int element) {
        return ends.trySendBeside(element);
    }

    /** From a select that waits for it. */
    public Integer tryReceiveBeside() {
        return ends.tryReceiveBeside();
    }

    /** False if it was closed before. */
    public boolean close() {
        try {
            ends.close();
            return true;
        } catch (ChannelClosedException e) {
            return false;
        }
    }

    /** How many elements are stored. */
    public int size() {
        return ends.size();
    }
}
