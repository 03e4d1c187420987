// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.soak;

import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What is wrong with a run on purpose, to see that it is found. */
final class Faults {
    private static final int LEAK_BYTES = 1 << 20;
    private static final int LEAK_FIBERS = 3;

    private final Soak.Plant plant;
    private final Scheduler scheduler;
    private final List<byte[]> kept = new ArrayList<>();
    private final Channel<Integer> silent = Channel.rendezvous();
    private int fibers;

    Faults(Soak.Plant plant, Scheduler scheduler) {
        this.plant = plant;
        this.scheduler = scheduler;
    }

    /** How many fibers it has left behind. */
    int fibers() {
        return fibers;
    }

    /** Once more in each phase, whose fibers are given. */
    void plant(List<Routine<?>> actors) {
        switch (plant) {
            case NOTHING -> {}
            case HEAP -> kept.add(new byte[LEAK_BYTES]);
            case FIBER -> {
                for (int i = 0; i < LEAK_FIBERS; i++) scheduler.go(silent::receive);
                fibers += LEAK_FIBERS;
            }
            case THREAD -> startEndless();
            case HANG -> actors.add(scheduler.go("hanging", silent::receive));
        }
    }

    private static void startEndless() {
        Thread thread = new Thread(() -> {
            while (true) LockSupport.park();
        });
        thread.setDaemon(true);
        thread.start();
    }
}
