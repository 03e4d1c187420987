// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Blocking;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.internal.fiber.IoCall;
import dev.weft.internal.sched.CarrierThread;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A method that is annotated {@code @Blocking} is run by a thread of the I/O pool, if a fiber calls it. */
class BlockingMethodTest {
    private static String carrier() {
        return IoCall.isUnderWay() ? "io" : Thread.currentThread() instanceof CarrierThread ? "worker" : "thread";
    }

    private static class Legacy {
        @Blocking
        String instance(int a, long b) {
            return carrier() + a + b;
        }

        @Blocking
        static synchronized double failing() throws IOException {
            throw new IOException(carrier());
        }
    }

    private static final class Overriding extends Legacy {
        @Override
        String instance(int a, long b) {
            return "over " + super.instance(a, b);
        }
    }

    private static final class Suspending extends Legacy {
        @Override
        @Fiber
        String instance(int a, long b) {
            Weft.yield();
            return carrier() + " " + super.instance(a, b);
        }
    }

    private interface Api {
        @Blocking
        String call();
    }

    private abstract static class Abstract {
        @Blocking
        abstract String call() throws InterruptedException;
    }

    @Fiber
    private static final class Whole {
        @Blocking
        String blocks() {
            return carrier();
        }

        String suspends() {
            Weft.yield();
            return carrier() + " " + blocks() + " " + carrier();
        }
    }

    private static String inFiber(Callable<String> call) {
        try (World world = new World(1, 0)) {
            return world.run(call::call);
        }
    }

    @Test
    void aFiberLeavesItsCarrierForIt() {
        assertThat(inFiber(() -> new Legacy().instance(1, 2) + " " + carrier())).isEqualTo("io12 worker");
        assertThat(inFiber(() -> new Whole().suspends())).isEqualTo("worker io worker");
    }

    @Test
    void aThreadCallsItLikeAnyOther() {
        assertThat(new Legacy().instance(1, 2)).isEqualTo("thread12");
        assertThatThrownBy(Legacy::failing).hasMessage("thread");
    }

    @Test
    void itsExceptionComesOutOnTheCarrier() {
        assertThat(inFiber(() -> {
                    try {
                        return "" + Legacy.failing();
                    } catch (IOException e) {
                        return e.getMessage() + " " + carrier();
                    }
                }))
                .isEqualTo("io worker");
    }

    @Test
    void whatOverridesItBlocksUnlessItIsAFiberMethod() {
        assertThat(inFiber(() -> new Overriding().instance(1, 2))).isEqualTo("over io12");
        assertThat(inFiber(() -> new Suspending().instance(1, 2))).isEqualTo("worker io12");
    }

    @Test
    void abstractMethodsMayBlock() {
        Api api = BlockingMethodTest::carrier;
        Api anonymous = new Api() {
            @Override
            public String call() {
                return carrier();
            }
        };
        assertThat(inFiber(() -> anonymous.call() + " " + api.call())).isEqualTo("io io");
    }

    @Test
    void aCancelledFiberIsInterruptedThere() {
        Abstract sleeper = new Abstract() {
            @Override
            String call() throws InterruptedException {
                Thread.sleep(1_000_000);
                return "slept";
            }
        };
        try (World world = new World(1, 0)) {
            String end = world.run(() -> {
                Routine<String> sleeps = Weft.go(() -> {
                    try {
                        return sleeper.call();
                    } catch (InterruptedException e) {
                        return "interrupted";
                    }
                });
                for (int i = 0; i < 5; i++) Weft.yield();
                sleeps.cancel();
                return sleeps.join();
            });
            assertThat(end).isEqualTo("interrupted");
        }
    }
}
