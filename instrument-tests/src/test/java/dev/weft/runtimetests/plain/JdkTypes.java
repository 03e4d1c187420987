// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests.plain;

import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
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
}
