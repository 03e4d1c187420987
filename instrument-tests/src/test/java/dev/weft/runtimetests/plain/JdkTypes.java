// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests.plain;

import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What the JDK's constructors make, which instrumented code doesn't get by calling them. */
public final class JdkTypes {
    private JdkTypes() {}

    /** A lock. */
    public static ReentrantLock lock(boolean fair) {
        return new ReentrantLock(fair);
    }

    /** A pair of locks. */
    public static ReentrantReadWriteLock readWriteLock() {
        return new ReentrantReadWriteLock();
    }

    /** A latch. */
    public static CountDownLatch latch(int count) {
        return new CountDownLatch(count);
    }

    /** A barrier. */
    public static CyclicBarrier barrier(int parties, Runnable action) {
        return new CyclicBarrier(parties, action);
    }

    /** A queue. */
    public static <E> ArrayBlockingQueue<E> arrayQueue(int capacity) {
        return new ArrayBlockingQueue<>(capacity);
    }

    /** A fair queue. */
    public static <E> ArrayBlockingQueue<E> arrayQueue(int capacity, Collection<E> elements) {
        return new ArrayBlockingQueue<>(capacity, true, elements);
    }

    /** A queue. */
    public static <E> LinkedBlockingQueue<E> linkedQueue(int capacity) {
        return new LinkedBlockingQueue<>(capacity);
    }

    /** A queue. */
    public static <E> LinkedBlockingQueue<E> linkedQueue(Collection<E> elements) {
        return new LinkedBlockingQueue<>(elements);
    }

    /** A queue. */
    public static <E> PriorityBlockingQueue<E> priorityQueue(Collection<E> elements) {
        return new PriorityBlockingQueue<>(elements);
    }

    /** A pair of locks. */
    public static ReentrantReadWriteLock readWriteLock(boolean fair) {
        return new ReentrantReadWriteLock(fair);
    }

    /** A deque. */
    public static <E> LinkedBlockingDeque<E> linkedDeque(int capacity) {
        return new LinkedBlockingDeque<>(capacity);
    }

    /** A deque. */
    public static <E> LinkedBlockingDeque<E> linkedDeque(Collection<E> elements) {
        return new LinkedBlockingDeque<>(elements);
    }

    /** A queue. */
    public static <E> SynchronousQueue<E> synchronousQueue(boolean fair) {
        return new SynchronousQueue<>(fair);
    }

    /** A queue. */
    public static <E> LinkedTransferQueue<E> transferQueue(Collection<E> elements) {
        return new LinkedTransferQueue<>(elements);
    }

    /** A queue. */
    public static <E extends Delayed> DelayQueue<E> delayQueue(Collection<E> elements) {
        return new DelayQueue<>(elements);
    }

    /** A phaser. */
    public static Phaser phaser(int parties) {
        return new Phaser(parties);
    }
}
