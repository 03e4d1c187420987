// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.internal.sync.ReadWriteGate;
import dev.weft.internal.sync.ReadWriteGate.Mode;
import java.util.Collection;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ReentrantReadWriteLock} that fibers wait for without blocking a thread, and that belongs to fibers and threads alike.
 *
 * <p>Who writes may lock for reading as well, and unlock for writing before it unlocks that; who reads can't lock for writing. Who waits is
 * served in the order of arrival, readers together. A fair lock lets nobody overtake them, but for {@code tryLock()} and who has
 * it already; another one lets writers overtake, and readers unless a writer has waited longest.
 *
 * <p>See the package for cancellation, and for what isn't supported.
 */
public class FiberReentrantReadWriteLock extends ReentrantReadWriteLock {
    private static final long serialVersionUID = 1L;

    private final transient ReadWriteGate gate;
    private final transient FiberReadLock readLock;
    private final transient FiberWriteLock writeLock;

    /** An unlocked lock that isn't fair. */
    public FiberReentrantReadWriteLock() {
        this(false);
    }

    /**
     * An unlocked lock.
     *
     * @param fair whether those that wait aren't overtaken
     */
    public FiberReentrantReadWriteLock(boolean fair) {
        super(fair);
        gate = new ReadWriteGate(fair);
        readLock = new FiberReadLock(this, gate);
        writeLock = new FiberWriteLock(this, gate);
    }

    private Object readResolve() {
        return new FiberReentrantReadWriteLock(isFair());
    }

    @Override
    public FiberReadLock readLock() {
        return readLock;
    }

    @Override
    public FiberWriteLock writeLock() {
        return writeLock;
    }

    @Override
    public int getReadLockCount() {
        return gate.reads();
    }

    @Override
    public boolean isWriteLocked() {
        return gate.writer() != null;
    }

    @Override
    public boolean isWriteLockedByCurrentThread() {
        return gate.holds(Mode.WRITE) > 0;
    }

    @Override
    public int getWriteHoldCount() {
        return gate.holds(Mode.WRITE);
    }

    @Override
    public int getReadHoldCount() {
        return gate.holds(Mode.READ);
    }

    /**
     * The thread that writes.
     *
     * @return null if nobody does
     * @throws UnsupportedOperationException if a fiber does
     */
    @Override
    protected @Nullable Thread getOwner() {
        Object writer = gate.writer();
        if (writer == null || writer instanceof Thread) return (Thread) writer;
        throw new UnsupportedOperationException("the lock is held by " + writer + ", which isn't a thread");
    }

    /**
     * How many wait for the lock, to read or to write.
     *
     * @return at some instant
     */
    public int waiting() {
        return gate.waiting();
    }

    private static UnsupportedOperationException fibersArentThreads() {
        return new UnsupportedOperationException("fibers may wait, which aren't threads; waiting() tells how many");
    }

    /**
     * Not supported.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    protected Collection<Thread> getQueuedThreads() {
        throw fibersArentThreads();
    }

    /**
     * Not supported.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    protected Collection<Thread> getQueuedReaderThreads() {
        throw fibersArentThreads();
    }

    /**
     * Not supported.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    protected Collection<Thread> getQueuedWriterThreads() {
        throw fibersArentThreads();
    }

    @Override
    public boolean hasWaiters(Condition condition) {
        return getWaitQueueLength(condition) > 0;
    }

    @Override
    public int getWaitQueueLength(Condition condition) {
        return FiberCondition.of(condition, gate).waiting();
    }

    /**
     * Not supported.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    protected Collection<Thread> getWaitingThreads(Condition condition) {
        FiberCondition unused = FiberCondition.of(condition, gate);
        throw fibersArentThreads();
    }

    @Override
    public String toString() {
        return getClass().getName() + "@" + Integer.toHexString(hashCode()) + gate;
    }
}
