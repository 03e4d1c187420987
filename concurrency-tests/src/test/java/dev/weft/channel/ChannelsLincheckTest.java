// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Channels of each capacity, with plain operations, selects in both directions, closes and cancellations, against their specification. */
class ChannelsLincheckTest {
    private static final int ITERATIONS = Integer.getInteger("weft.lincheck.iterations", 10);

    /** More than enough: it ends with the first fault. */
    private static final int CANARY_ITERATIONS = 200;

    private static void check(Class<?> channel, Class<?> specification) {
        check(channel, specification, ITERATIONS);
    }

    private static void check(Class<?> channel, Class<?> specification, int iterations) {
        new StressOptions()
                .iterations(iterations)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(specification)
                .check(channel);
    }

    /** The operations; the receivers' side belongs to one thread, and the senders'. */
    @Param(name = "element", gen = IntGen.class, conf = "1:9")
    public abstract static class Operations {
        final HandRunChannel channel;

        Operations(Channel<Integer> channel) {
            this.channel = new HandRunChannel(channel);
        }

        Operations(IntChannel channel) {
            this.channel = new HandRunChannel(channel);
        }

        @Operation(nonParallelGroup = "receivers")
        public String receive() {
            return channel.receive();
        }

        @Operation(nonParallelGroup = "receivers")
        public String selectReceive() {
            return channel.selectReceive();
        }

        @Operation(nonParallelGroup = "receivers")
        public String received() {
            return channel.receivers.outcomes();
        }

        @Operation(nonParallelGroup = "receivers")
        public String cancelReceiver() {
            return channel.receivers.cancelLast();
        }

        @Operation(nonParallelGroup = "senders")
        public String send(@Param(name = "element") int element) {
            return channel.send(element);
        }

        @Operation(nonParallelGroup = "senders")
        public String selectSend(@Param(name = "element") int element) {
            return channel.selectSend(element);
        }

        @Operation(nonParallelGroup = "senders")
        public String sent() {
            return channel.senders.outcomes();
        }

        @Operation(nonParallelGroup = "senders")
        public String cancelSender() {
            return channel.senders.cancelLast();
        }

        @Operation
        public String trySend(@Param(name = "element") int element) {
            return channel.trySend(element);
        }

        @Operation
        public Integer tryReceive() {
            return channel.tryReceive();
        }

        @Operation
        public boolean trySendBeside(@Param(name = "element") int element) {
            return channel.trySendBeside(element);
        }

        @Operation
        public Integer tryReceiveBeside() {
            return channel.tryReceiveBeside();
        }

        @Operation
        public boolean close() {
            return channel.close();
        }

        @Operation
        public int size() {
            return channel.size();
        }
    }

    public static class OfNone extends Operations {
        public OfNone() {
            super(Channel.rendezvous());
        }
    }

    public static class OfOne extends Operations {
        public OfOne() {
            super(Channel.buffered(1));
        }
    }

    public static class OfTwo extends Operations {
        public OfTwo() {
            super(Channel.buffered(2));
        }
    }

    public static class OfAny extends Operations {
        public OfAny() {
            super(Channel.unbounded());
        }
    }

    public static class IntsOfNone extends Operations {
        public IntsOfNone() {
            super(IntChannel.rendezvous());
        }
    }

    public static class IntsOfTwo extends Operations {
        public IntsOfTwo() {
            super(IntChannel.buffered(2));
        }
    }

    public static class SequentialOfNone extends SequentialChannel {
        public SequentialOfNone() {
            super(0);
        }
    }

    public static class SequentialOfOne extends SequentialChannel {
        public SequentialOfOne() {
            super(1);
        }
    }

    public static class SequentialOfTwo extends SequentialChannel {
        public SequentialOfTwo() {
            super(2);
        }
    }

    public static class SequentialOfAny extends SequentialChannel {
        public SequentialOfAny() {
            super(Integer.MAX_VALUE);
        }
    }

    @Test
    void c5RendezvousWithSelects() {
        check(OfNone.class, SequentialOfNone.class);
    }

    @Test
    void c5ABufferOfOneWithSelects() {
        check(OfOne.class, SequentialOfOne.class);
    }

    @Test
    void c5ABufferOfTwoWithSelects() {
        check(OfTwo.class, SequentialOfTwo.class);
    }

    @Test
    void c5ABufferWithoutABoundWithSelects() {
        check(OfAny.class, SequentialOfAny.class);
    }

    @Test
    void c16RendezvousOfIntsWithSelects() {
        check(IntsOfNone.class, SequentialOfNone.class);
    }

    @Test
    void c16ABufferOfTwoIntsWithSelects() {
        check(IntsOfTwo.class, SequentialOfTwo.class);
    }

    /** As the other canary, of ints. */
    public static class IntCanary extends IntsOfTwo {
        @Override
        @Operation
        public Integer tryReceive() {
            Integer value = channel.tryReceive();
            if (value == null) return null;
            Thread.yield();
            channel.trySend(value);
            return channel.tryReceive();
        }
    }

    @Test
    void aChannelOfIntsThatTakesInTwoStepsIsRejected() {
        assertThatThrownBy(() -> check(IntCanary.class, SequentialOfTwo.class, CANARY_ITERATIONS))
                .isInstanceOf(LincheckAssertionError.class);
    }

    /** Takes an element out and puts it back before it takes one: another receive may find nothing meanwhile. */
    public static class Canary extends OfTwo {
        @Override
        @Operation
        public Integer tryReceive() {
            Integer element = channel.tryReceive();
            if (element == null) return null;
            Thread.yield();
            channel.trySend(element);
            return channel.tryReceive();
        }
    }

    /** Serves a select that waits, and says so once more when there is none. */
    public static class SelectCanary extends OfNone {
        private final java.util.concurrent.atomic.AtomicBoolean served =
                new java.util.concurrent.atomic.AtomicBoolean();

        @Override
        @Operation
        public boolean trySendBeside(@Param(name = "element") int element) {
            boolean sent = super.trySendBeside(element);
            if (sent) served.set(true);
            return sent || served.getAndSet(false);
        }
    }

    @Test
    void aChannelThatTakesInTwoStepsIsRejected() {
        assertThatThrownBy(() -> check(Canary.class, SequentialOfTwo.class, CANARY_ITERATIONS))
                .isInstanceOf(LincheckAssertionError.class);
    }

    @Test
    void aSelectThatSeemsToBeServedTwiceIsRejected() {
        assertThatThrownBy(() -> check(SelectCanary.class, SequentialOfNone.class, CANARY_ITERATIONS))
                .isInstanceOf(LincheckAssertionError.class);
    }

    /** The specification is no mirror: with another capacity it is rejected. */
    @Test
    void aSpecificationOfAnotherCapacityIsRejected() {
        assertThatThrownBy(() -> check(OfOne.class, SequentialOfTwo.class, CANARY_ITERATIONS))
                .isInstanceOf(LincheckAssertionError.class);
    }
}
