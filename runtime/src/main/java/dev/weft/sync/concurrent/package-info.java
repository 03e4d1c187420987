// SPDX-License-Identifier: Apache-2.0
/**
 * Locks, synchronizers and queues of {@code java.util.concurrent} that fibers wait for without blocking a thread. Each class
 * extends the one whose name it has behind {@code Fiber}, and is used in its place: fibers, platform threads and virtual threads may
 * share one.
 *
 * <pre>{@code
 *   BlockingQueue<Job> jobs = new FiberLinkedBlockingQueue<>();
 *   ReentrantLock lock = new FiberReentrantLock();
 * }</pre>
 *
 * <p>Instrumented classes that create the JDK's get these, without a change of their source.
 *
 * <p><b>Who waits without blocking.</b> Fiber code that calls these classes by their own types or by the JDK's, as in
 * {@code Lock lock = …}.
 *
 * <p><b>Cancellation.</b> To these classes a fiber that was cancelled is a thread that is interrupted, for good: what can be
 * interrupted throws {@link InterruptedException}, also if it wouldn't have to wait, and what can't be interrupted waits on.
 *
 * <p><b>Memory effects</b> are those of the class that is extended.
 *
 * <p><b>What they can't tell.</b> Fibers aren't threads. What answers with threads that wait, or with the one that holds a lock, throws
 * {@link UnsupportedOperationException}; and final methods that look into the JDK's own queues find them empty:
 * {@code hasQueuedThreads}, {@code hasQueuedThread} and {@code getQueueLength}. Instead there is {@code waiting()}.
 *
 * <p>Depends on {@code internal.sync}.
 */
@NullMarked
package dev.weft.sync.concurrent;

import org.jspecify.annotations.NullMarked;
