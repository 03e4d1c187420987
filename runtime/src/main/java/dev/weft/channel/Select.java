// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Event;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.select.Case;
import dev.weft.internal.select.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first of several things: an element to receive, room to send, the end of a routine, a time; as {@code select} of
 * Go.
 *
 * <p>Each case is a {@link Clause}, made by one of the static methods here, which are best imported. {@link #await()} chooses one
 * that is ready, waits if none is, and does and answers what the clause says:
 *
 * <pre>{@code
 *   String answer = Select.of(
 *           receive(numbers, n -> "the number " + n),
 *           receive(words, w -> "the word " + w),
 *           timeout(Duration.ofSeconds(1), () -> "nothing for a second"))
 *       .await();
 * }</pre>
 *
 * <p>Exactly one case takes effect, the others have none: nothing is received from their channels or sent on them. Handlers run
 * after the choice, in the caller; they may wait.
 *
 * <p><b>Which one.</b> If several are ready, each of them is equally likely to be chosen, so none can keep the others from being
 * served. {@link #biased} takes the first one instead.
 *
 * <p><b>Again and again.</b> A select may be kept and used as often as you like, which spares making it anew, and allocates
 * nothing. A clause can be left out by {@link Clause#when}, and {@link #sendNext} asks for the element each time:
 *
 * <pre>{@code
 *   Deque<Job> waiting = new ArrayDeque<>();
 *   Select<Boolean> select = Select.of(
 *           receive(in, waiting::add, () -> false),
 *           sendNext(out, waiting::peek, () -> waiting.remove() != null).when(() -> !waiting.isEmpty()));
 *   while (select.await()) {}
 * }</pre>
 *
 * <p><b>Closed channels.</b> A closed channel is ready. If it is chosen, a send throws {@link ChannelClosedException}, and so
 * does a receive once the channel is drained, unless the clause says what to answer then.
 *
 * <p><b>Who may use it.</b> Fibers, platform threads and virtual threads, on channels that are used by all of them; one at a
 * time for the same select. A wait ends with a {@link CancelledException} if the routine is cancelled, or the thread
 * interrupted; no case has taken effect then.
 *
 * <p><b>Memory effects</b> are those of the operation that was chosen: see {@link Channel}, {@link Routine#join()}.
 *
 * @param <R> the type of the answer
 */
public final class Select<R extends @Nullable Object> {
    /**
     * What to do with what was received.
     *
     * @param <T> the type of what was received
     * @param <R> the type of the answer
     */
    @FunctionalInterface
    public interface Handler<T extends @Nullable Object, R extends @Nullable Object> {
        /**
         * Called after the choice; may block.
         *
         * @param value was received
         * @return what the select answers
         */
        @Fiber
        R handle(T value);
    }

    /**
     * What to answer, or what to send.
     *
     * @param <R> the type of the answer
     */
    @FunctionalInterface
    public interface Answer<R extends @Nullable Object> {
        /**
         * May block.
         *
         * @return the answer
         */
        @Fiber
        R answer();
    }

    /** Whether a clause takes part in a choice. */
    @FunctionalInterface
    public interface Condition {
        /**
         * Called before the choice; may block.
         *
         * @return true if the clause takes part
         */
        @Fiber
        boolean holds();
    }

    private final Clause<? extends R>[] clauses; // those with a case, in their order
    private final Clause.@Nullable Otherwise<? extends R> otherwise;
    private final boolean prepares;
    private final Selection selection;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Select(Clause<? extends R>[] all, boolean uniform) {
        List<Clause<? extends R>> choosable = new ArrayList<>();
        List<Case> cases = new ArrayList<>();
        Clause.Otherwise<? extends R> last = null;
        boolean preparation = false;
        for (Clause<? extends R> clause : all) {
            clause.use();
            if (clause.waitsFor != null) {
                choosable.add(clause);
                cases.add(clause.waitsFor);
                preparation |= clause.needsPreparation();
            } else if (last != null) {
                throw new IllegalArgumentException("there is more than one timeout or otherwise");
            } else {
                last = (Clause.Otherwise<? extends R>) clause;
            }
        }
        clauses = choosable.toArray(new Clause[0]);
        otherwise = last;
        prepares = preparation;
        selection = new Selection(cases, uniform);
    }

    // ---------------------------------------------------------------- making one

    /**
     * A select in which each clause that is ready is equally likely to be chosen. Without clauses it waits for ever.
     *
     * @param <R> the type of the answer
     * @param clauses its cases, with one {@link #timeout} or {@link #otherwise} at most
     * @return a new select
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    public static <R extends @Nullable Object> Select<R> of(Clause<? extends R>... clauses) {
        return new Select<>(clauses, true);
    }

    /**
     * As {@link #of(Clause[])}, for cases that are chosen at run time.
     *
     * @param <R> the type of the answer
     * @param clauses its cases
     * @return a new select
     */
    public static <R extends @Nullable Object> Select<R> of(List<? extends Clause<? extends R>> clauses) {
        return new Select<>(array(clauses), true);
    }

    /**
     * A select that looks at the clauses in their order, and takes the first that is ready. One that is always ready keeps
     * those behind it from ever being chosen.
     *
     * @param <R> the type of the answer
     * @param clauses its cases, the most important first, with one {@link #timeout} or {@link #otherwise} at most
     * @return a new select
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    public static <R extends @Nullable Object> Select<R> biased(Clause<? extends R>... clauses) {
        return new Select<>(clauses, false);
    }

    /**
     * As {@link #biased(Clause[])}, for cases that are chosen at run time.
     *
     * @param <R> the type of the answer
     * @param clauses its cases, the most important first
     * @return a new select
     */
    public static <R extends @Nullable Object> Select<R> biased(List<? extends Clause<? extends R>> clauses) {
        return new Select<>(array(clauses), false);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <R extends @Nullable Object> Clause<? extends R>[] array(
            List<? extends Clause<? extends R>> clauses) {
        return clauses.toArray(new Clause[0]);
    }

    // ---------------------------------------------------------------- clauses

    /**
     * Receives, and answers the element.
     *
     * @param <E> the type of the elements
     * @param channel from where
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed and drained
     */
    public static <E> Clause<E> receive(ReceiveChannel<? extends E> channel) {
        return new Clause.Receive<E, E>(channel, null, null);
    }

    /**
     * Receives.
     *
     * @param <E> the type of the elements
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the element
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed and drained
     */
    public static <E, R extends @Nullable Object> Clause<R> receive(
            ReceiveChannel<? extends E> channel, Handler<? super E, ? extends R> handler) {
        return new Clause.Receive<E, R>(channel, Objects.requireNonNull(handler), null);
    }

    /**
     * Receives, or learns that nothing will come any more.
     *
     * @param <E> the type of the elements
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the element
     * @param closed answers if the channel is closed and drained; that stays ready, so use {@link Clause#when} to leave the
     *     clause out from then on
     * @return a clause
     */
    public static <E, R extends @Nullable Object> Clause<R> receive(
            ReceiveChannel<? extends E> channel, Handler<? super E, ? extends R> handler, Answer<? extends R> closed) {
        return new Clause.Receive<E, R>(channel, Objects.requireNonNull(handler), Objects.requireNonNull(closed));
    }

    /**
     * Sends an element.
     *
     * @param <E> the type of the elements
     * @param <R> the type of the answer
     * @param channel to where
     * @param element is sent if the clause is chosen
     * @param sent answers then
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <E, R extends @Nullable Object> Clause<R> send(
            SendChannel<? super E> channel, E element, Answer<? extends R> sent) {
        return Clause.Send.always(channel, element, sent);
    }

    /**
     * Sends an element that is asked for before each choice, once, whether the clause will be chosen or not.
     *
     * @param <E> the type of the elements
     * @param <R> the type of the answer
     * @param channel to where
     * @param source answers the element
     * @param sent answers if it was sent
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <E, R extends @Nullable Object> Clause<R> sendNext(
            SendChannel<? super E> channel, Answer<? extends E> source, Answer<? extends R> sent) {
        return Clause.Send.next(channel, source, sent);
    }

    // ---------------------------------------------------------------- clauses of channels of primitive values

    /**
     * Receives an int, without boxing it.
     *
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the value
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed and drained
     */
    public static <R extends @Nullable Object> Clause<R> receive(
            IntChannel channel, IntChannel.Handler<? extends R> handler) {
        return new Clause.ReceiveLong<R>(channel, ofInts(handler), null);
    }

    /**
     * As {@link #receive(IntChannel, IntChannel.Handler)}, with an answer to the close.
     *
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the value
     * @param closed answers if the channel is closed and drained
     * @return a clause
     */
    public static <R extends @Nullable Object> Clause<R> receive(
            IntChannel channel, IntChannel.Handler<? extends R> handler, Answer<? extends R> closed) {
        return new Clause.ReceiveLong<R>(channel, ofInts(handler), Objects.requireNonNull(closed));
    }

    /**
     * Sends an int, without boxing it.
     *
     * @param <R> the type of the answer
     * @param channel to where
     * @param value is sent if the clause is chosen
     * @param sent answers then
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <R extends @Nullable Object> Clause<R> send(IntChannel channel, int value, Answer<? extends R> sent) {
        return Clause.SendLong.always(channel, value, sent);
    }

    /**
     * Sends an int that is asked for before each choice, once, whether the clause will be chosen or not.
     *
     * @param <R> the type of the answer
     * @param channel to where
     * @param source answers the value
     * @param sent answers if it was sent
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <R extends @Nullable Object> Clause<R> sendNext(
            IntChannel channel, IntChannel.Source source, Answer<? extends R> sent) {
        return Clause.SendLong.next(channel, ofInts(source), sent);
    }

    /**
     * Receives a long, without boxing it.
     *
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the value
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed and drained
     */
    public static <R extends @Nullable Object> Clause<R> receive(
            LongChannel channel, LongChannel.Handler<? extends R> handler) {
        return new Clause.ReceiveLong<R>(channel, Objects.requireNonNull(handler), null);
    }

    /**
     * As {@link #receive(LongChannel, LongChannel.Handler)}, with an answer to the close.
     *
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the value
     * @param closed answers if the channel is closed and drained
     * @return a clause
     */
    public static <R extends @Nullable Object> Clause<R> receive(
            LongChannel channel, LongChannel.Handler<? extends R> handler, Answer<? extends R> closed) {
        return new Clause.ReceiveLong<R>(channel, Objects.requireNonNull(handler), Objects.requireNonNull(closed));
    }

    /**
     * Sends a long, without boxing it.
     *
     * @param <R> the type of the answer
     * @param channel to where
     * @param value is sent if the clause is chosen
     * @param sent answers then
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <R extends @Nullable Object> Clause<R> send(
            LongChannel channel, long value, Answer<? extends R> sent) {
        return Clause.SendLong.always(channel, value, sent);
    }

    /**
     * Sends a long that is asked for before each choice, once, whether the clause will be chosen or not.
     *
     * @param <R> the type of the answer
     * @param channel to where
     * @param source answers the value
     * @param sent answers if it was sent
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <R extends @Nullable Object> Clause<R> sendNext(
            LongChannel channel, LongChannel.Source source, Answer<? extends R> sent) {
        return Clause.SendLong.next(channel, Objects.requireNonNull(source), sent);
    }

    /**
     * Receives a double, without boxing it.
     *
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the value
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed and drained
     */
    public static <R extends @Nullable Object> Clause<R> receive(
            DoubleChannel channel, DoubleChannel.Handler<? extends R> handler) {
        return new Clause.ReceiveLong<R>(channel, ofDoubles(handler), null);
    }

    /**
     * As {@link #receive(DoubleChannel, DoubleChannel.Handler)}, with an answer to the close.
     *
     * @param <R> the type of the answer
     * @param channel from where
     * @param handler is given the value
     * @param closed answers if the channel is closed and drained
     * @return a clause
     */
    public static <R extends @Nullable Object> Clause<R> receive(
            DoubleChannel channel, DoubleChannel.Handler<? extends R> handler, Answer<? extends R> closed) {
        return new Clause.ReceiveLong<R>(channel, ofDoubles(handler), Objects.requireNonNull(closed));
    }

    /**
     * Sends a double, without boxing it.
     *
     * @param <R> the type of the answer
     * @param channel to where
     * @param value is sent if the clause is chosen
     * @param sent answers then
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <R extends @Nullable Object> Clause<R> send(
            DoubleChannel channel, double value, Answer<? extends R> sent) {
        return Clause.SendLong.always(channel, Double.doubleToRawLongBits(value), sent);
    }

    /**
     * Sends a double that is asked for before each choice, once, whether the clause will be chosen or not.
     *
     * @param <R> the type of the answer
     * @param channel to where
     * @param source answers the value
     * @param sent answers if it was sent
     * @return a clause that throws {@link ChannelClosedException} if the channel is closed
     */
    public static <R extends @Nullable Object> Clause<R> sendNext(
            DoubleChannel channel, DoubleChannel.Source source, Answer<? extends R> sent) {
        return Clause.SendLong.next(channel, ofDoubles(source), sent);
    }

    private static <R extends @Nullable Object> LongChannel.Handler<R> ofInts(IntChannel.Handler<? extends R> handler) {
        Objects.requireNonNull(handler);
        return value -> handler.handle((int) value);
    }

    private static <R extends @Nullable Object> LongChannel.Handler<R> ofDoubles(
            DoubleChannel.Handler<? extends R> handler) {
        Objects.requireNonNull(handler);
        return bits -> handler.handle(Double.longBitsToDouble(bits));
    }

    private static LongChannel.Source ofInts(IntChannel.Source source) {
        Objects.requireNonNull(source);
        return () -> source.next();
    }

    private static LongChannel.Source ofDoubles(DoubleChannel.Source source) {
        Objects.requireNonNull(source);
        return () -> Double.doubleToRawLongBits(source.next());
    }

    // ---------------------------------------------------------------- other clauses

    /**
     * Waits for the end of a routine, and answers its result.
     *
     * @param <T> the type of the result
     * @param routine whose end
     * @return a clause that throws what {@link Routine#join()} does
     */
    public static <T extends @Nullable Object> Clause<T> join(Routine<? extends T> routine) {
        return on(routine.ended());
    }

    /**
     * Waits for the end of a routine.
     *
     * @param <T> the type of the result
     * @param <R> the type of the answer
     * @param routine whose end
     * @param handler is given the result
     * @return a clause that throws what {@link Routine#join()} does
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> Clause<R> join(
            Routine<? extends T> routine, Handler<? super T, ? extends R> handler) {
        return on(routine.ended(), handler);
    }

    /**
     * Waits for an event, and answers what it gives.
     *
     * @param <T> the type of what the event gives
     * @param event anything that follows the contract
     * @return a clause that throws what the event does
     */
    public static <T extends @Nullable Object> Clause<T> on(Event<? extends T> event) {
        return new Clause.On<T, T>(Objects.requireNonNull(event), null);
    }

    /**
     * Waits for an event.
     *
     * @param <T> the type of what the event gives
     * @param <R> the type of the answer
     * @param event anything that follows the contract
     * @param handler is given what the event gives
     * @return a clause that throws what the event does
     */
    public static <T extends @Nullable Object, R extends @Nullable Object> Clause<R> on(
            Event<? extends T> event, Handler<? super T, ? extends R> handler) {
        return new Clause.On<T, R>(Objects.requireNonNull(event), Objects.requireNonNull(handler));
    }

    /**
     * Chosen if nothing else was ready for a time.
     *
     * @param <R> the type of the answer
     * @param time how long, counted anew by each {@link #await()}; nothing or less as {@link #otherwise}
     * @param answer answers then
     * @return a clause
     */
    public static <R extends @Nullable Object> Clause<R> timeout(Duration time, Answer<? extends R> answer) {
        return new Clause.Otherwise<R>(Objects.requireNonNull(time), answer);
    }

    /**
     * Chosen if nothing else is ready: the select never waits. All channels were not ready at one instant then.
     *
     * @param <R> the type of the answer
     * @param answer answers then
     * @return a clause
     */
    public static <R extends @Nullable Object> Clause<R> otherwise(Answer<? extends R> answer) {
        return new Clause.Otherwise<R>(null, answer);
    }

    // ---------------------------------------------------------------- using it

    /**
     * Chooses a clause that is ready, and has it take effect; waits while there is none.
     *
     * @return what the clause answers
     * @throws ChannelClosedException if a send on a closed channel is chosen, or a receive from a closed and drained one without
     *     an answer for that
     * @throws CancelledException if the routine is cancelled, or the thread interrupted, while it waits; no clause has
     *     taken effect
     */
    @Fiber
    public R await() {
        if (prepares) prepare();
        int chosen = selection.tryAny();
        if (chosen == Selection.NONE) chosen = otherwise != null && otherwise.timeout == null ? last() : waitForOne();
        Clause<? extends R> clause = chosen == Selection.NONE ? Objects.requireNonNull(otherwise) : clauses[chosen];
        return clause.conclude(selection.takeOutcome());
    }

    @Fiber
    private void prepare() {
        for (Clause<? extends R> clause : clauses) clause.prepare();
    }

    /** The last look before it is given up. */
    private int last() {
        return selection.takeOrWait(null);
    }

    @Fiber
    private int waitForOne() {
        Strand strand = Strand.current();
        Duration timeout = otherwise == null ? null : otherwise.timeout;
        long deadline = timeout == null ? 0 : Timeout.deadline(timeout);
        int chosen = Selection.AGAIN;
        while (chosen == Selection.AGAIN) {
            chosen = selection.takeOrWait(strand);
            if (chosen != Selection.NONE) return chosen;
            selection.listen();
            if (timeout != null) selection.listenUntil(deadline);
            while (strand.isWaiting()) {
                if (strand.isCancelled() && selection.withdraw(strand)) throw strand.cancellation("select");
                if (strand.park()) Continuation.suspend();
            }
            chosen = selection.conclude(strand);
            if (chosen == Selection.AGAIN) chosen = again(timeout != null && Timeout.isOver(deadline));
        }
        return chosen;
    }

    /** After a signal: whatever is ready now, or else begin anew. Signals for nothing don't put off the end of the time. */
    private int again(boolean isOver) {
        int chosen = selection.tryAny();
        return chosen == Selection.NONE && !isOver ? Selection.AGAIN : chosen;
    }

    @Override
    public String toString() {
        return "Select[" + clauses.length + (clauses.length == 1 ? " clause]" : " clauses]");
    }
}
