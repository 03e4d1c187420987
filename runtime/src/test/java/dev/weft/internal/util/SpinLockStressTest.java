// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stress")
class SpinLockStressTest {
    private static final int ROUNDS = 20_000 * Integer.getInteger("weft.stress", 1);

    private static final class Counter extends SpinLock {
        private int count;

        void increment() {
            lock();
            try {
                count++;
            } finally {
                unlock();
            }
        }
    }

    @Test
    void noIncrementIsLostAmongMoreThreadsThanProcessors() throws InterruptedException {
        Counter counter = new Counter();
        int n = 2 * Runtime.getRuntime().availableProcessors() + 1;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            threads.add(new Thread(() -> {
                for (int k = 0; k < ROUNDS; k++) counter.increment();
            }));
        }
        for (Thread t : threads) t.start();
        for (Thread t : threads) t.join();

        assertThat(counter.count).isEqualTo(n * ROUNDS);
    }
}
