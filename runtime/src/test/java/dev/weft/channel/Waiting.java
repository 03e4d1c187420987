// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

/** Threads that have come to wait. */
final class Waiting {
    private Waiting() {}

    /** Starts a thread, and returns when it waits for something or has ended. */
    static Thread startAndAwaitWaiting(Runnable body) {
        Thread thread = new Thread(body);
        thread.start();
        while (true) {
            switch (thread.getState()) {
                case WAITING, TERMINATED -> {
                    return thread;
                }
                default -> Thread.yield();
            }
        }
    }
}
