// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is often made of channels: sources, pipelines, and their ends. Each method but {@link #collect} starts fibers and returns at once.
 *
 * <pre>{@code
 *   ReceiveChannel<Path> files = Channels.from(paths);
 *   ReceiveChannel<Digest> digests = Channels.stage(files, 4, Digest::of); // four at a time, in any order
 *   List<Digest> all = Channels.collect(digests);
 * }</pre>
 *
 * <p><b>The end.</b> A channel that is made here is closed when there is nothing more to come. If something has failed, it is closed with
 * that as the cause, so that who receives learns of it ({@link Channel#close(Throwable)}); a source that was closed with a cause hands the cause on.
 *
 * <p><b>Who stops early.</b> The fibers wait until somebody receives what they have. If nobody does any more they wait for ever, and are garbage
 * when the channels are; unless their scheduler, which holds on to them, is to end. Then receive what is left, or cancel them
 * with it.
 */
public final class Channels {
    /**
     * What a stage makes of an element.
     *
     * @param <A> the type of what it is given
     * @param <B> the type of the result
     */
    @FunctionalInterface
    public interface Step<A, B> {
        /**
         * Makes something of an element; may block.
         *
         * @param element the element
         * @return the result, not null
         * @throws Exception ends the stage
         */
        @Fiber
        B apply(A element) throws Exception;
    }

    private Channels() {}

    /**
     * Sends elements, one after the other.
     *
     * @param <E> the type of the elements
     * @param elements none of them null; asked for as they are received
     * @return a channel without a buffer
     */
    public static <E> ReceiveChannel<E> from(Iterable<? extends E> elements) {
        Channel<E> out = Channel.rendezvous();
        Weft.go(
                "source",
                () -> closing(out, new AtomicInteger(1), () -> {
                    for (E element : elements) out.send(element);
                }));
        return out;
    }

    /**
     * Sends on what comes from several channels, in the order in which it comes.
     *
     * @param <E> the type of the elements
     * @param sources are received until they are closed
     * @return a channel without a buffer
     */
    public static <E> ReceiveChannel<E> merge(List<? extends ReceiveChannel<? extends E>> sources) {
        Channel<E> out = Channel.rendezvous();
        AtomicInteger open = new AtomicInteger(sources.size());
        for (ReceiveChannel<? extends E> source : sources)
            Weft.go("merge", () -> closing(out, open, () -> source.forEach(element -> out.send(element))));
        if (sources.isEmpty()) out.close();
        return out;
    }

    /**
     * Makes something of each element, several at a time, which come out in any order.
     *
     * @param <A> the type of what comes in
     * @param <B> the type of what comes out
     * @param source is received until it is closed
     * @param workers how many elements are worked on at a time; with 1 they come out in order
     * @param step what to do with each. When it throws, nothing more is received
     * @return a channel without a buffer
     * @throws IllegalArgumentException if there are less than one worker
     */
    public static <A, B> ReceiveChannel<B> stage(
            ReceiveChannel<? extends A> source, int workers, Step<? super A, ? extends B> step) {
        if (workers < 1) throw new IllegalArgumentException("a stage of " + workers + " workers");
        Channel<B> out = Channel.rendezvous();
        AtomicInteger open = new AtomicInteger(workers);
        for (int i = 0; i < workers; i++)
            Weft.go("stage", () -> closing(out, open, () -> source.forEach(element -> out.send(step.apply(element)))));
        return out;
    }

    /**
     * Shares out what comes from a channel among several: each element goes to one of those whose receiver is ready.
     *
     * @param <E> the type of the elements
     * @param source is received until it is closed
     * @param count how many channels
     * @return channels without a buffer
     * @throws IllegalArgumentException if there are less than one
     */
    public static <E> List<ReceiveChannel<E>> fanOut(ReceiveChannel<? extends E> source, int count) {
        if (count < 1) throw new IllegalArgumentException("a fan-out to " + count + " channels");
        List<ReceiveChannel<E>> outs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Channel<E> out = Channel.rendezvous();
            Weft.go(
                    "fan-out",
                    () -> closing(out, new AtomicInteger(1), () -> source.forEach(element -> out.send(element))));
            outs.add(out);
        }
        return List.copyOf(outs);
    }

    /**
     * Receives until a channel is closed and drained.
     *
     * @param <E> the type of the elements
     * @param source the channel
     * @return what has come, in its order
     * @throws ChannelClosedException if the channel was closed with a cause
     * @throws CancelledException as {@link Channel#receive()}
     */
    @Fiber
    public static <E> List<E> collect(ReceiveChannel<? extends E> source) {
        List<E> elements = new ArrayList<>();
        for (E e = source.receiveOrNull(); e != null; e = source.receiveOrNull()) elements.add(e);
        return elements;
    }

    /** What one of the fibers does that send on a channel. */
    @FunctionalInterface
    private interface Body {
        @Fiber
        void run() throws Exception;
    }

    /** Closes the channel if the body fails, or is the last one that is open. */
    @Fiber
    private static void closing(SendChannel<?> out, AtomicInteger open, Body body) {
        Throwable failure = null;
        try {
            body.run();
        } catch (Throwable t) { // who receives learns of it
            failure = t;
        }
        if (failure != null) fail(out, failure);
        else if (open.decrementAndGet() == 0) closeUnlessClosed(out, null);
    }

    private static void fail(SendChannel<?> out, Throwable failure) {
        Throwable cause = failure;
        if (failure instanceof ChannelClosedException && failure.getCause() != null) cause = failure.getCause();
        closeUnlessClosed(out, cause);
        if (failure instanceof CancelledException cancelled) throw cancelled;
    }

    /** It is closed if another one has failed, which makes the others fail in their sends. */
    private static void closeUnlessClosed(SendChannel<?> out, @Nullable Throwable cause) {
        boolean unused = Channel.flavorOf(out).close(cause);
    }
}
