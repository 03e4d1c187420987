// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Fiber;
import dev.weft.internal.channel.Flavor;
import dev.weft.internal.channel.LongFlavor;
import dev.weft.internal.channel.LongReceiveCase;
import dev.weft.internal.channel.LongSendCase;
import dev.weft.internal.channel.ReceiveCase;
import dev.weft.internal.channel.SendCase;
import dev.weft.internal.select.Case;
import dev.weft.internal.select.EventCase;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One case of a {@link Select}, whose methods make it: what to wait for, and what to do when it is chosen. It belongs to one
 * select.
 *
 * @param <R> the type of what it answers
 */
public abstract sealed class Clause<R extends @Nullable Object> {
    final @Nullable Case waitsFor; // null if it can't be chosen like the others
    private Select.@Nullable Condition condition;
    private boolean used;

    private Clause(@Nullable Case waitsFor) {
        this.waitsFor = waitsFor;
    }

    /**
     * Has the clause take part only if a condition holds. It is asked once for each choice, before that is made.
     *
     * @param holds asked by the select's caller
     * @return this clause
     */
    public Clause<R> when(Select.Condition holds) {
        if (waitsFor == null) throw new IllegalArgumentException("a timeout, and otherwise, can't have a condition");
        condition = Objects.requireNonNull(holds);
        return this;
    }

    /** Notes that a select has it now. */
    final void use() {
        if (used) throw new IllegalArgumentException("a clause belongs to one select, and has one place in it");
        used = true;
    }

    /** Whether {@link #prepare} has something to do. */
    boolean needsPreparation() {
        return condition != null;
    }

    /** Evaluates what there is to evaluate before a choice. */
    @Fiber
    final void prepare() {
        Case c = waitsFor;
        if (c == null) return;
        Select.Condition asked = condition;
        boolean enabled = asked == null || asked.holds();
        c.setEnabled(enabled);
        if (enabled) evaluate();
    }

    /** Evaluates what it offers, if it takes part. */
    @Fiber
    void evaluate() {}

    /** What follows when it was chosen. */
    @Fiber
    abstract R conclude(@Nullable Object outcome);

    static final class Receive<E, R extends @Nullable Object> extends Clause<R> {
        private final ReceiveCase receiveCase;
        private final Select.@Nullable Handler<? super E, ? extends R> handler; // null to answer the element
        private final Select.@Nullable Answer<? extends R> closed; // null to throw

        Receive(
                ReceiveChannel<? extends E> channel,
                Select.@Nullable Handler<? super E, ? extends R> handler,
                Select.@Nullable Answer<? extends R> closed) {
            this(Channel.flavorOf(channel).receiveCase(), handler, closed);
        }

        private Receive(
                ReceiveCase receiveCase,
                Select.@Nullable Handler<? super E, ? extends R> handler,
                Select.@Nullable Answer<? extends R> closed) {
            super(receiveCase);
            this.receiveCase = receiveCase;
            this.handler = handler;
            this.closed = closed;
        }

        @Fiber
        @Override
        @SuppressWarnings("unchecked")
        R conclude(@Nullable Object outcome) {
            if (outcome == Flavor.CLOSED) {
                if (closed == null)
                    throw new ChannelClosedException("select received from a closed channel", receiveCase.closeCause());
                return closed.answer();
            }
            Object element = Objects.requireNonNull(outcome);
            return handler == null ? (R) element : handler.handle((E) element);
        }
    }

    static final class Send<E, R extends @Nullable Object> extends Clause<R> {
        private final SendCase sendCase;
        private final Select.@Nullable Answer<? extends E> source; // null if the element is always the same
        private final Select.Answer<? extends R> sent;

        static <E, R extends @Nullable Object> Send<E, R> always(
                SendChannel<? super E> channel, E element, Select.Answer<? extends R> sent) {
            Send<E, R> send = new Send<>(new SendCase(Channel.flavorOf(channel)), null, sent);
            send.sendCase.setElement(Objects.requireNonNull(element, "null can't be sent"));
            return send;
        }

        static <E, R extends @Nullable Object> Send<E, R> next(
                SendChannel<? super E> channel, Select.Answer<? extends E> source, Select.Answer<? extends R> sent) {
            return new Send<>(new SendCase(Channel.flavorOf(channel)), Objects.requireNonNull(source), sent);
        }

        private Send(SendCase sendCase, Select.@Nullable Answer<? extends E> source, Select.Answer<? extends R> sent) {
            super(sendCase);
            this.sendCase = sendCase;
            this.source = source;
            this.sent = Objects.requireNonNull(sent);
        }

        @Override
        boolean needsPreparation() {
            return source != null || super.needsPreparation();
        }

        @Fiber
        @Override
        void evaluate() {
            if (source != null) sendCase.setElement(Objects.requireNonNull(source.answer(), "null can't be sent"));
        }

        @Fiber
        @Override
        R conclude(@Nullable Object outcome) {
            if (outcome == Flavor.CLOSED)
                throw new ChannelClosedException("select sent on a closed channel", sendCase.closeCause());
            return sent.answer();
        }
    }

    /** Receives an int, a long or a double, all as a long. */
    static final class ReceiveLong<R extends @Nullable Object> extends Clause<R> {
        private final LongReceiveCase receiveCase;
        private final LongChannel.Handler<? extends R> handler;
        private final Select.@Nullable Answer<? extends R> closed; // null to throw

        ReceiveLong(
                PrimitiveChannel channel,
                LongChannel.Handler<? extends R> handler,
                Select.@Nullable Answer<? extends R> closed) {
            this(new LongReceiveCase(channel.flavor), handler, closed);
        }

        private ReceiveLong(
                LongReceiveCase receiveCase,
                LongChannel.Handler<? extends R> handler,
                Select.@Nullable Answer<? extends R> closed) {
            super(receiveCase);
            this.receiveCase = receiveCase;
            this.handler = handler;
            this.closed = closed;
        }

        @Fiber
        @Override
        R conclude(@Nullable Object outcome) {
            if (outcome != LongFlavor.CLOSED) return handler.handle(receiveCase.value());
            if (closed == null)
                throw new ChannelClosedException("select received from a closed channel", receiveCase.closeCause());
            return closed.answer();
        }
    }

    /** Sends an int, a long or a double, all as a long. */
    static final class SendLong<R extends @Nullable Object> extends Clause<R> {
        private final LongSendCase sendCase;
        private final LongChannel.@Nullable Source source; // null if the value is always the same
        private final Select.Answer<? extends R> sent;

        static <R extends @Nullable Object> SendLong<R> always(
                PrimitiveChannel channel, long value, Select.Answer<? extends R> sent) {
            SendLong<R> send = new SendLong<>(new LongSendCase(channel.flavor), null, sent);
            send.sendCase.setValue(value);
            return send;
        }

        static <R extends @Nullable Object> SendLong<R> next(
                PrimitiveChannel channel, LongChannel.Source source, Select.Answer<? extends R> sent) {
            return new SendLong<>(new LongSendCase(channel.flavor), source, sent);
        }

        private SendLong(LongSendCase sendCase, LongChannel.@Nullable Source source, Select.Answer<? extends R> sent) {
            super(sendCase);
            this.sendCase = sendCase;
            this.source = source;
            this.sent = Objects.requireNonNull(sent);
        }

        @Override
        boolean needsPreparation() {
            return source != null || super.needsPreparation();
        }

        @Fiber
        @Override
        void evaluate() {
            if (source != null) sendCase.setValue(source.next());
        }

        @Fiber
        @Override
        R conclude(@Nullable Object outcome) {
            if (outcome == LongFlavor.CLOSED)
                throw new ChannelClosedException("select sent on a closed channel", sendCase.closeCause());
            return sent.answer();
        }
    }

    static final class On<T extends @Nullable Object, R extends @Nullable Object> extends Clause<R> {
        private final Select.@Nullable Handler<? super T, ? extends R> handler; // null to answer what the event gives

        On(dev.weft.Event<? extends T> event, Select.@Nullable Handler<? super T, ? extends R> handler) {
            super(new EventCase(event));
            this.handler = handler;
        }

        @Fiber
        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // null if the event's type says so
        R conclude(@Nullable Object outcome) {
            return handler == null ? (R) outcome : handler.handle((T) outcome);
        }
    }

    /** Chosen if no other one is ready, at once or in time. */
    static final class Otherwise<R extends @Nullable Object> extends Clause<R> {
        /** How long to wait before; null not to wait. */
        final @Nullable Duration timeout;

        private final Select.Answer<? extends R> answer;

        Otherwise(@Nullable Duration timeout, Select.Answer<? extends R> answer) {
            super(null);
            this.timeout = timeout == null || timeout.isNegative() || timeout.isZero() ? null : timeout;
            this.answer = Objects.requireNonNull(answer);
        }

        @Fiber
        @Override
        R conclude(@Nullable Object outcome) {
            return answer.answer();
        }
    }
}
