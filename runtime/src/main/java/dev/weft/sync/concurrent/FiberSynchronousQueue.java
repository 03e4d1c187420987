// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.Fiber;
import dev.weft.internal.sync.TransferGate;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SynchronousQueue} that fibers wait for without blocking a thread. Who has waited longest is served first, whether it was made
 * {@code fair} or not. See the package for cancellation.
 *
 * @param <E> the type of the elements
 */
public class FiberSynchronousQueue<E> extends SynchronousQueue<E> {
    private static final long serialVersionUID = 1L;

    private final transient TransferGate gate = new TransferGate();
    private final boolean fair;

    /** A queue. */
    public FiberSynchronousQueue() {
        this(false);
    }

    /**
     * A queue.
     *
     * @param fair for the JDK's own; see above
     */
    public FiberSynchronousQueue(boolean fair) {
        super(fair);
        this.fair = fair;
    }

    /**
     * Hands an element to who takes it, and waits for that one.
     *
     * @param element not null
     * @throws InterruptedException if the thread is interrupted, or the routine cancelled, and it has to wait
     */
    @Fiber
    @Override
    public void put(E element) throws InterruptedException {
        gate.transfer(Objects.requireNonNull(element));
    }

    /**
     * Hands an element to who takes it, and waits for that one, not longer than a time.
     *
     * @param element not null
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return false if nobody came in time
     * @throws InterruptedException as {@link #put}
     */
    @Fiber
    @Override
    public boolean offer(E element, long time, TimeUnit unit) throws InterruptedException {
        return gate.transfer(Objects.requireNonNull(element), Duration.ofNanos(unit.toNanos(time)));
    }

    @Override
    public boolean offer(E element) {
        return gate.put(Objects.requireNonNull(element), TransferGate.Put.HAND_OVER);
    }

    /**
     * Takes an element, and waits for one.
     *
     * @return the element
     * @throws InterruptedException as {@link #put}
     */
    @Fiber
    @Override
    @SuppressWarnings("unchecked")
    public E take() throws InterruptedException {
        return (E) gate.take();
    }

    /**
     * Takes an element, and waits for one, not longer than a time.
     *
     * @param time how long; nothing or less tries once
     * @param unit of the time
     * @return null if none came in time
     * @throws InterruptedException as {@link #put}
     */
    @Fiber
    @Override
    @SuppressWarnings("unchecked")
    public @Nullable E poll(long time, TimeUnit unit) throws InterruptedException {
        return (E) gate.take(Duration.ofNanos(unit.toNanos(time)));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable E poll() {
        return (E) gate.poll();
    }

    /** Serialized, it is the JDK's. */
    private Object writeReplace() {
        return new SynchronousQueue<E>(fair);
    }
}
