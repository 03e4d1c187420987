// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.sched;

/** Polls, for those who have no scheduler whose workers do. A daemon. */
public final class PollerThread extends Thread {
    private final Poller poller;

    /**
     * Not started yet.
     *
     * @param poller is polled by nobody else
     * @param name the thread's
     */
    @SuppressWarnings("this-escape") // JDK 21 and later warn of setDaemon, which does not escape
    public PollerThread(Poller poller, String name) {
        super(null, null, name, 0, false);
        this.poller = poller;
        setDaemon(true);
    }

    @Override
    public void run() {
        boolean unused = poller.claim();
        while (true) {
            if (poller.await(() -> false)) poller.dispatch(null);
            Thread.interrupted(); // nobody has a reason to interrupt this thread, and it would not wait any more
        }
    }
}
