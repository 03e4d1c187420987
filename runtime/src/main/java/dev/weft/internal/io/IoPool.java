// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.io;

import dev.weft.internal.sched.CarrierThread;
import dev.weft.internal.sched.Job;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Threads for calls that block: none while there are none, more as they are needed, up to a limit; beyond it jobs wait.
 */
public final class IoPool {
    /*
     * Ownership: jobs, idle, threads and shutdown are guarded by lock. A submitted job goes to an idle thread if there are more of
     * these than jobs waiting, else to a new thread, else it waits.
     */

    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition submitted = lock.newCondition();
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private final String name;
    private final int maxThreads;
    private final long keepAliveNanos;
    private int idle;
    private int threads;
    private int started;
    private boolean shutdown;

    /**
     * A pool without threads.
     *
     * @param name prefix of its threads' names
     * @param maxThreads how many there may be
     */
    public IoPool(String name, int maxThreads) {
        this(name, maxThreads, KEEP_ALIVE_NANOS);
    }

    IoPool(String name, int maxThreads, long keepAliveNanos) {
        this.name = name;
        this.maxThreads = maxThreads;
        this.keepAliveNanos = keepAliveNanos;
    }

    /**
     * How many threads there are.
     *
     * @return at the instant of the call
     */
    public int threads() {
        lock.lock();
        try {
            return threads;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a job on one of the pool's threads. By any thread; doesn't wait.
     *
     * @param job the job
     */
    public void submit(Job job) {
        IoThread fresh = null;
        lock.lock();
        try {
            jobs.add(job);
            if (idle >= jobs.size()) {
                submitted.signal();
            } else if (threads < maxThreads) {
                threads++;
                fresh = new IoThread(name + "-" + ++started);
            }
        } finally {
            lock.unlock();
        }
        if (fresh != null) start(fresh);
    }

    /** The job stays for the other threads if this one can't be had; only if there is no other, that is an error. */
    private void start(IoThread fresh) {
        try {
            fresh.start();
        } catch (OutOfMemoryError e) {
            lock.lock();
            try {
                if (--threads == 0) throw e;
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Whether no job runs or waits to be run.
     *
     * @return at the instant of the call
     */
    public boolean isQuiet() {
        lock.lock();
        try {
            return jobs.isEmpty() && idle == threads;
        } finally {
            lock.unlock();
        }
    }

    /** Lets each thread end when there is no job for it. What is submitted later is run all the same. */
    public void shutdown() {
        lock.lock();
        try {
            shutdown = true;
            submitted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Job take(IoThread taker) {
        lock.lock();
        try {
            long left = keepAliveNanos;
            while (jobs.isEmpty()) {
                if (left <= 0 || shutdown) {
                    threads--;
                    return null;
                }
                idle++;
                taker.idle = true;
                try {
                    left = submitted.awaitNanos(left);
                } catch (InterruptedException e) {
                    // meant for a job that has ended meanwhile
                    Thread.interrupted();
                } finally {
                    taker.idle = false;
                    idle--;
                }
            }
            return jobs.poll();
        } finally {
            lock.unlock();
        }
    }

    private final class IoThread extends CarrierThread {
        private @Nullable Job mounted; // of the thread itself
        private volatile boolean idle; // written under lock

        IoThread(String name) {
            super(name);
        }

        @Override
        public void run() {
            for (Job job = take(this); job != null; job = take(this)) {
                mounted = job;
                runMounted(job);
                mounted = null;
            }
        }

        @Override
        public @Nullable Job mounted() {
            return mounted;
        }

        @Override
        public boolean isIdle() {
            return idle;
        }

        @Override
        public void beginBlocking() {
            // that is what it is for
        }

        @Override
        public void endBlocking() {
            // nothing was begun
        }
    }
}
