// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.net;

import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.sched.CarrierThread;
import dev.weft.internal.sched.JobScheduler;
import dev.weft.internal.sched.Poller;
import dev.weft.internal.sched.PollerThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which sockets are ready, by a selector, and wakes who waits for them.
 *
 * <p>Each scheduler has one, in which its idle workers wait; those who have no such scheduler share one more, with a thread of its own.
 */
final class Netpoller extends Poller {
    /*
     * Ownership: found, foundOps, count and waited belong to who has the claim; who takes it sees what the last one has written.
     *
     * Ordering: an endpoint changes its key's interest, and then calls wakeUp(); a selection takes such changes up when it begins. So
     * by Poller's argument either the one that goes on is ended, or the next one knows of the change.
     *
     * Interest stays set after an event, and is taken back only when an event meets nobody who waits. So a fiber that reads, answers, and waits
     * again before the next selection costs no system call for that; the selector compares before it calls the kernel. Events are
     * level-triggered: one that is passed over, or whose receiver leaves without having read, comes again.
     *   A look in passing takes nothing back: what it finds with nobody waiting is most often about to be read, by a fiber that is
     * queued. Only one that waits for events does, since it would not be able to wait otherwise.
     *
     * Rejected: a thread that does nothing but select. Each event would cost a switch to that thread and one to the worker, and as
     * it selects again before what it has found is read, also two changes of interest in the kernel.
     */

    private static final int INITIAL_CAPACITY = 64;

    private static @Nullable Netpoller ofThreads; // guarded by the class

    private final Selector selector;
    private @Nullable Endpoint[] found = new @Nullable Endpoint[INITIAL_CAPACITY];
    private int[] foundOps = new int[INITIAL_CAPACITY];
    private int count;
    private boolean waited;

    private Netpoller() throws IOException {
        selector = Selector.open();
        SocketChannel.open()
                .close(); // the JDK needs a descriptor to close its first channel, and never closes any if there is
        // none
        opened();
    }

    /**
     * The one for the caller: its scheduler's, or that of all others.
     *
     * @throws IOException if there are no descriptors left for one
     */
    static Netpoller current() throws IOException {
        JobScheduler scheduler = FiberStrand.schedulerOfCurrentThread();
        if (scheduler == null) return ofThreads();
        if (scheduler.poller() instanceof Netpoller attached) return attached;
        Netpoller fresh = new Netpoller();
        if (scheduler.attach(fresh)) return fresh;
        fresh.close();
        return scheduler.poller() instanceof Netpoller attached ? attached : ofThreads();
    }

    private static synchronized Netpoller ofThreads() throws IOException {
        Netpoller poller = ofThreads;
        if (poller == null) {
            poller = new Netpoller();
            new PollerThread(poller, "weft-net").start();
            ofThreads = poller;
        }
        return poller;
    }

    /** Registers a channel. {@link #wakeUp} has to follow. */
    SelectionKey register(SelectableChannel channel, int ops, Endpoint endpoint) throws IOException {
        return channel.register(selector, ops, endpoint);
    }

    @Override
    protected boolean select(boolean waits) {
        waited = waits;
        try {
            if (waits) {
                selector.select(this::note);
                Thread.interrupted(); // meant for a job that has ended; a selection would not wait any more
            } else {
                selector.selectNow(this::note);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector has failed", e);
        } catch (ClosedSelectorException e) {
            return false; // its scheduler has ended meanwhile
        }
        return count > 0;
    }

    private void note(SelectionKey key) {
        int ops;
        try {
            ops = key.readyOps();
        } catch (CancelledKeyException e) {
            return; // it is closed meanwhile, and who waited was told
        }
        if (count == found.length) {
            found = Arrays.copyOf(found, 2 * count);
            foundOps = Arrays.copyOf(foundOps, 2 * count);
        }
        found[count] = (Endpoint) key.attachment();
        foundOps[count++] = ops;
    }

    @Override
    protected int dispatch(@Nullable CarrierThread carrier) {
        int woken = 0;
        for (int i = 0; i < count; i++) {
            Endpoint endpoint = found[i];
            found[i] = null;
            if (endpoint != null) woken += endpoint.ready(foundOps[i], waited, carrier);
        }
        count = 0;
        return woken;
    }

    @Override
    protected void interrupt() {
        selector.wakeup();
    }

    @Override
    protected boolean isAwaited() {
        try {
            for (SelectionKey key : selector.keys())
                if (key.attachment() instanceof Endpoint e && e.isAwaited()) return true;
        } catch (ClosedSelectorException e) {
            return false;
        }
        return false;
    }

    /** Those who wait register anew, with what they find then. */
    @Override
    public void close() {
        super.close();
        List<Endpoint> left = new ArrayList<>();
        for (SelectionKey key : selector.keys()) if (key.attachment() instanceof Endpoint e) left.add(e);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the selector can't be closed", e);
        }
        for (Endpoint endpoint : left) endpoint.wakeAll();
    }
}
