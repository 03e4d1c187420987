// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.net;

import dev.weft.Fiber;
import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.fiber.WaitQueue;
import dev.weft.internal.sched.CarrierThread;
import dev.weft.internal.sched.Poller;
import dev.weft.internal.sched.Timers;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket's channel, and those who wait until it is ready: fibers and threads alike. */
public final class Endpoint extends WaitLock {
    /*
     * Ownership: everything is guarded by the lock. A channel stays with the poller of who has waited first, for all who wait.
     *
     * Progress: who waits has tried before, in vain. Under the lock it sets the interest, unless that is set, and puts itself into a queue;
     * then it has the poller look again. An event that comes before is level-triggered, and so found by the next selection, which begins
     * after the interest was set. ready() takes the lock, so it finds the one who waits. It wakes one for each event; if others
     * wait, the interest stays set, and as long as there is something to be had they are woken by the next selections, whatever the first one does.
     * close() sets closed under the lock and takes out all who wait; who comes later finds closed.
     */

    /** For {@link #await}: without a limit of time. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int IN = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int OUT = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;
    private static final Object CLOSED = new Object();

    private final SelectableChannel channel;
    private @Nullable Netpoller poller;
    private @Nullable SelectionKey key;
    private @Nullable WaitQueue readers;
    private @Nullable WaitQueue writers;
    private int armed;
    private boolean closed;

    /**
     * Nobody waits.
     *
     * @param channel is put into non-blocking mode
     * @throws IOException if that isn't possible
     */
    public Endpoint(SelectableChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /**
     * Something that takes a descriptor.
     *
     * @param <T> what has it
     */
    @FunctionalInterface
    public interface Opening<T extends @Nullable Object> {
        /**
         * Doesn't wait.
         *
         * @return what has it
         * @throws IOException perhaps since there is none
         */
        T open() throws IOException;
    }

    /**
     * Opens something. If that fails, it tries once more, after descriptors were given back of channels that were closed meanwhile: a
     * selector keeps them until its next look.
     *
     * @param <T> what is opened
     * @param opening what to do
     * @return what was opened
     * @throws IOException if it fails again
     */
    public static <T extends @Nullable Object> T open(Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            Poller.lookAll();
            return opening.open();
        }
    }

    /**
     * The time at which a wait that begins now is to end.
     *
     * @param nanos how long it may last; 0 for {@link #NEVER}
     * @return for {@link #await}
     */
    public static long deadline(long nanos) {
        return nanos == 0 ? NEVER : Timeout.timers().nanoTime() + nanos;
    }

    /**
     * Waits until the channel is ready, or seems so.
     *
     * @param op of {@link SelectionKey}
     * @param operation its name, for messages
     * @param deadlineNanos by {@link #deadline}
     * @throws AsynchronousCloseException if it is closed meanwhile
     * @throws ClosedChannelException if it is closed
     * @throws SocketTimeoutException if the time is over
     * @throws dev.weft.CancelledException if the routine or its context is cancelled, or the thread interrupted
     * @throws IOException if there are no descriptors left for a selector
     */
    @Fiber
    public void await(int op, String operation, long deadlineNanos) throws IOException {
        Strand strand = Strand.current();
        if (strand.isCancelled()) throw strand.cancellation(operation);
        begin(strand, op);
        if (deadlineNanos != NEVER) {
            awaitUntil(strand, operation, deadlineNanos);
            return;
        }
        while (strand.isWaiting()) {
            if (strand.isCancelled() && withdraw(strand)) throw strand.cancellation(operation);
            if (strand.park()) Continuation.suspend();
        }
        if (strand.takeItem() == CLOSED) throw new AsynchronousCloseException();
    }

    @Fiber
    private void awaitUntil(Strand strand, String operation, long deadlineNanos) throws IOException {
        Timeout timeout = new Timeout(strand);
        Timers timers = Timeout.timers();
        timers.set(timeout, deadlineNanos);
        while (strand.isWaiting()) {
            if (strand.isCancelled() && withdraw(strand)) {
                timers.cancel(timeout);
                throw strand.cancellation(operation);
            }
            if (timeout.isExpired() && withdraw(strand)) throw new SocketTimeoutException(operation + " timed out");
            if (strand.park()) Continuation.suspend();
        }
        timers.cancel(timeout);
        if (strand.takeItem() == CLOSED) throw new AsynchronousCloseException();
    }

    private void begin(Strand strand, int op) throws IOException {
        Netpoller mine = key == null ? Netpoller.current() : null;
        Netpoller changed;
        lock();
        try {
            if (closed) throw new ClosedChannelException();
            changed = arm(op, mine);
            WaitQueue queue = queue(op);
            strand.startWaiting(queue, this);
            queue.add(strand);
        } finally {
            unlock();
        }
        if (changed != null) changed.wakeUp();
    }

    private WaitQueue queue(int op) {
        WaitQueue queue = (op & IN) != 0 ? readers : writers;
        if (queue != null) return queue;
        queue = new WaitQueue();
        if ((op & IN) != 0) readers = queue;
        else writers = queue;
        return queue;
    }

    /** Sets the interest in an operation; the poller that has to look again, if any. */
    private @Nullable Netpoller arm(int op, @Nullable Netpoller mine) throws IOException {
        SelectionKey k = key;
        try {
            if (k != null && (armed & op) != 0 && k.isValid()) return null;
            if (k != null) {
                k.interestOps(armed | op);
                armed |= op;
                return poller;
            }
        } catch (CancelledKeyException e) {
            // its poller was closed
        }
        return register(op, mine);
    }

    private Netpoller register(int op, @Nullable Netpoller mine) throws IOException {
        Netpoller p = mine == null ? Netpoller.current() : mine;
        while (true) {
            try {
                key = p.register(channel, op, this);
                armed = op;
                poller = p;
                return p;
            } catch (ClosedSelectorException e) {
                p = Netpoller.current();
            }
        }
    }

    /** Something has happened: wakes one who waits for it, in each direction; how many they are. By the poller. */
    int ready(int ops, boolean disarms, @Nullable CarrierThread carrier) {
        Strand reader = null;
        Strand writer = null;
        boolean submitReader = false;
        boolean submitWriter = false;
        lock();
        try {
            int unwanted = 0;
            if ((ops & IN) != 0) {
                reader = first(readers);
                if (reader != null) submitReader = reader.release(this);
                else if (disarms) unwanted |= IN;
            }
            if ((ops & OUT) != 0) {
                writer = first(writers);
                if (writer != null) submitWriter = writer.release(this);
                if (writers == null || writers.isEmpty()) unwanted |= OUT; // there is nearly always room to write
            }
            if ((armed & unwanted) != 0) disarm(unwanted);
        } finally {
            unlock();
        }
        if (reader != null && submitReader) reader.submitOn(carrier);
        if (writer != null && submitWriter) writer.submitOn(carrier);
        return (reader == null ? 0 : 1) + (writer == null ? 0 : 1);
    }

    private static @Nullable Strand first(@Nullable WaitQueue queue) {
        Strand strand = queue == null ? null : queue.poll();
        if (strand != null) strand.complete(null);
        return strand;
    }

    private void disarm(int unwanted) {
        armed &= ~unwanted;
        try {
            if (key != null) key.interestOps(armed);
        } catch (CancelledKeyException e) {
            armed = 0; // closed
        }
    }

    @Override
    public boolean withdraw(Strand strand) {
        lock();
        try {
            if (!strand.isWaiting()) return false;
            if (strand.item() instanceof WaitQueue queue) queue.remove(strand);
            strand.complete(null);
            strand.takeItem();
            return true;
        } finally {
            unlock();
        }
    }

    boolean isAwaited() {
        lock();
        try {
            return (readers != null && !readers.isEmpty()) || (writers != null && !writers.isEmpty());
        } finally {
            unlock();
        }
    }

    /** Has all who wait try again. */
    void wakeAll() {
        wake(takeAll(null, false));
    }

    private List<Strand> takeAll(@Nullable Object result, boolean closes) {
        List<Strand> all = new ArrayList<>();
        lock();
        try {
            if (closes) closed = true;
            for (WaitQueue queue : new @Nullable WaitQueue[] {readers, writers}) {
                if (queue == null) continue;
                for (Strand s = queue.poll(); s != null; s = queue.poll()) {
                    s.complete(result);
                    all.add(s);
                }
            }
        } finally {
            unlock();
        }
        return all;
    }

    private static void wake(List<Strand> completed) {
        for (Strand s : completed) s.unparkInTurn();
    }

    /**
     * Closes the channel, and wakes all who wait. Does nothing if it is closed. By any thread.
     *
     * @throws IOException if the channel can't be closed; then, too, nobody waits any more
     */
    public void close() throws IOException {
        List<Strand> waiting = takeAll(CLOSED, true);
        try {
            channel.close();
        } finally {
            Netpoller p = poller;
            if (p != null) p.wakeUp(); // the selector holds the descriptor until its next selection
            wake(waiting);
        }
    }

    /**
     * Whether it isn't closed.
     *
     * @return false for ever after
     */
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public String describe() {
        return "Socket#" + rank();
    }
}
