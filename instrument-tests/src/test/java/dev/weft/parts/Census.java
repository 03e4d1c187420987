// SPDX-License-Identifier: Apache-2.0
package dev.weft.parts;

import java.util.List;

/** Looks again and again how many threads of a scheduler are in calls of some libraries. */
final class Census implements AutoCloseable {
    private static final long PAUSE_MILLIS = 2;

    private final Thread counting;
    private volatile int most;

    Census(String scheduler, List<String> packages) {
        counting = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                most = Math.max(most, count(scheduler, packages));
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        counting.setDaemon(true);
        counting.start();
    }

    private static int count(String scheduler, List<String> packages) {
        int count = 0;
        for (var entry : Thread.getAllStackTraces().entrySet()) {
            if (!entry.getKey().getName().startsWith(scheduler)) continue;
            if (isIn(packages, entry.getValue())) count++;
        }
        return count;
    }

    private static boolean isIn(List<String> packages, StackTraceElement[] calls) {
        for (StackTraceElement call : calls) {
            for (String p : packages) if (call.getClassName().startsWith(p)) return true;
        }
        return false;
    }

    /** The largest number that was seen. */
    int most() {
        return most;
    }

    @Override
    public void close() {
        counting.interrupt();
    }
}
