// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** A queue whose elements may have somebody who waits until they are taken, against its specification: J8 of docs/semantics.md. */
class TransferLincheckTest {
    private static final int ITERATIONS = Integer.getInteger("weft.lincheck.iterations", 10);

    /** More than enough: it ends with the first fault. */
    private static final int CANARY_ITERATIONS = 200;

    private static void check(Class<?> queue, int iterations) {
        new StressOptions()
                .iterations(iterations)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(Sequential.class)
                .check(queue);
    }

    /** The operations; the takers' side belongs to one thread, and the putters'. */
    @Param(name = "element", gen = IntGen.class, conf = "1:9")
    public static class Queue {
        private final HandRunTransfers transfers = new HandRunTransfers();
        final FiberLinkedTransferQueue<Integer> queue = transfers.queue;

        @Operation(nonParallelGroup = "takers")
        public String take() {
            return transfers.take();
        }

        @Operation(nonParallelGroup = "takers")
        public String taken() {
            return transfers.takers.outcomes();
        }

        @Operation(nonParallelGroup = "takers")
        public String cancelTaker() {
            return transfers.takers.cancelLast();
        }

        @Operation(nonParallelGroup = "putters")
        public String transfer(@Param(name = "element") int element) {
            return transfers.transfer(element);
        }

        @Operation(nonParallelGroup = "putters")
        public String transferred() {
            return transfers.putters.outcomes();
        }

        @Operation(nonParallelGroup = "putters")
        public String cancelPutter() {
            return transfers.putters.cancelLast();
        }

        @Operation
        public boolean offer(@Param(name = "element") int element) {
            return queue.offer(element);
        }

        @Operation
        public boolean tryTransfer(@Param(name = "element") int element) {
            return queue.tryTransfer(element);
        }

        @Operation
        public Integer poll() {
            return queue.poll();
        }

        @Operation
        public Integer peek() {
            return queue.peek();
        }

        @Operation
        public int size() {
            return queue.size();
        }

        @Operation
        public int waiting() {
            return queue.getWaitingConsumerCount();
        }
    }

    /** For one thread, with those that wait as tickets. */
    public static class Sequential {
        private static final class Ticket {
            final Integer element;
            String outcome = "waits";

            Ticket(Integer element) {
                this.element = element;
            }
        }

        private final List<Ticket> stored = new ArrayList<>();
        private final List<Ticket> takers = new ArrayList<>();
        private final List<Ticket> putters = new ArrayList<>();

        private boolean handOver(int element) {
            for (Ticket t : takers) {
                if (t.outcome.equals("waits")) {
                    t.outcome = String.valueOf(element);
                    return true;
                }
            }
            return false;
        }

        public Integer poll() {
            if (stored.isEmpty()) return null;
            Ticket first = stored.remove(0);
            first.outcome = "taken";
            return first.element;
        }

        private static String outcomes(List<Ticket> tickets) {
            StringBuilder all = new StringBuilder();
            for (Ticket t : tickets) all.append(t.outcome).append(' ');
            return all.toString();
        }

        private String cancelLast(List<Ticket> tickets) {
            if (tickets.isEmpty()) return "nobody";
            Ticket last = tickets.get(tickets.size() - 1);
            if (last.outcome.equals("waits")) {
                last.outcome = "cancelled";
                stored.remove(last);
            }
            return last.outcome;
        }

        public String take() {
            Ticket ticket = new Ticket(null);
            Integer element = poll();
            if (element != null) ticket.outcome = String.valueOf(element);
            takers.add(ticket);
            return ticket.outcome;
        }

        public String taken() {
            return outcomes(takers);
        }

        public String cancelTaker() {
            return cancelLast(takers);
        }

        public String transfer(int element) {
            Ticket ticket = new Ticket(element);
            if (handOver(element)) ticket.outcome = "taken";
            else stored.add(ticket);
            putters.add(ticket);
            return ticket.outcome;
        }

        public String transferred() {
            return outcomes(putters);
        }

        public String cancelPutter() {
            return cancelLast(putters);
        }

        public boolean offer(int element) {
            if (!handOver(element)) stored.add(new Ticket(element));
            return true;
        }

        public boolean tryTransfer(int element) {
            return handOver(element);
        }

        public Integer peek() {
            return stored.isEmpty() ? null : stored.get(0).element;
        }

        public int size() {
            return stored.size();
        }

        public int waiting() {
            return (int) takers.stream().filter(t -> t.outcome.equals("waits")).count();
        }
    }

    @Test
    void j8ElementsAreHandedOver() {
        check(Queue.class, ITERATIONS);
    }

    /** Hands an element over whether somebody waits or not. */
    public static class Canary extends Queue {
        @Override
        @Operation
        public boolean tryTransfer(@Param(name = "element") int element) {
            return queue.offer(element);
        }
    }

    @Test
    void aHandOverToNobodyIsRejected() {
        assertThatThrownBy(() -> check(Canary.class, CANARY_ITERATIONS)).isInstanceOf(LincheckAssertionError.class);
    }
}
