// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.runtimetests.plain.PlainCaller;
import dev.weft.sync.concurrent.FiberCountDownLatch;
import dev.weft.sync.concurrent.FiberReentrantLock;
import dev.weft.sync.concurrent.FiberSemaphore;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a thread has of its own, a fiber has too: I1, I2 and I5 to I8 of docs/semantics.md. */
@Timeout(60)
class IdentityTest {
    private static final ThreadLocal<String> PLAIN = new ThreadLocal<>();
    private static final ThreadLocal<AtomicInteger> COUNTER = ThreadLocal.withInitial(AtomicInteger::new);
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>() {
        @Override
        protected String childValue(String parentValue) {
            return parentValue + "'s child";
        }
    };
    private static final Duration LONG = Duration.ofDays(1);
    private static final ClassLoader OTHER_LOADER = new URLClassLoader(new URL[0]);

    /** To another carrier, or after others on the same one; to the I/O pool, and back. */
    @Fiber
    private static void move() throws Exception {
        Weft.yield();
        Weft.sleep(Duration.ofNanos(1));
        Weft.blocking(() -> {});
    }

    // ---------------------------------------------------------------- I1: thread locals

    @InEachSetting
    void i1WhatIsSetIsFoundByWhoHasSetItOnly(Setting setting) {
        AtomicInteger names = new AtomicInteger();
        Cast.all(setting, () -> {
            for (int i = 0; i < 5; i++) {
                assertThat(PLAIN.get()).isNull();
                assertThat(COUNTER.get()).hasValue(0);
                String name = "actor " + names.incrementAndGet();
                PLAIN.set(name);
                COUNTER.get().incrementAndGet();
                AtomicReference<@Nullable String> inPool = new AtomicReference<>();
                Weft.blocking(() -> {
                    inPool.set(PLAIN.get());
                    COUNTER.get().incrementAndGet();
                });
                assertThat(inPool).hasValue(name);
                move();
                assertThat(PLAIN.get()).isEqualTo(name);
                assertThat(COUNTER.get()).hasValue(2);
                PLAIN.remove();
                COUNTER.remove();
                move();
            }
            PLAIN.set("left behind");
        });
        Cast.all(setting, () -> assertThat(PLAIN.get()).isNull());
        assertThat(PLAIN.get()).as("of the thread that runs the test").isNull();
    }

    @InEachSetting
    void i1APinnedFiberAndWhatItStartsHaveTheirOwn(Setting setting) {
        Cast.all(setting, () -> {
            PLAIN.set("mine");
            int answer = PlainCaller.call(() -> {
                Weft.sleep(Duration.ofNanos(1));
                assertThat(PLAIN.get()).isEqualTo("mine");
                return Weft.run(() -> {
                    assertThat(PLAIN.get()).as("of a nested run").isNull();
                    PLAIN.set("the nested one's");
                    Weft.yield();
                    return 7;
                });
            });
            assertThat(answer).isEqualTo(7);
            assertThat(PLAIN.get()).isEqualTo("mine");
            Weft.yield();
            assertThat(PLAIN.get()).isEqualTo("mine");
        });
    }

    @Test
    void i1AThreadsLocalsAreNotThoseOfTheFiberThatItRuns() {
        PLAIN.set("the thread's");
        try {
            Weft.run(() -> {
                assertThat(PLAIN.get()).isNull();
                PLAIN.set("the fiber's");
                Weft.yield();
            });
            assertThat(PLAIN.get()).isEqualTo("the thread's");
        } finally {
            PLAIN.remove();
        }
    }

    // ---------------------------------------------------------------- I2: inheritable ones

    @InEachSetting
    void i2AFiberBeginsWithTheInheritableOnesOfWhoStartsIt(Setting setting) {
        Cast.all(setting, () -> {
            INHERITED.set("me");
            PLAIN.set("not inheritable");
            Channel<Integer> gate = Channel.rendezvous();
            Routine<String> child = Weft.go(() -> {
                gate.receive();
                move();
                assertThat(PLAIN.get()).isNull();
                String found = INHERITED.get();
                INHERITED.set("changed");
                move();
                assertThat(INHERITED.get()).isEqualTo("changed");
                return found;
            });
            INHERITED.set("changed by its starter");
            gate.send(1);
            assertThat(child.join()).isEqualTo("me's child");
            String grandchild = Weft.run(() -> Weft.go(INHERITED::get).join());
            assertThat(grandchild).isEqualTo("changed by its starter's child's child");
            assertThat(INHERITED.get()).isEqualTo("changed by its starter");
            INHERITED.remove();
            assertThat(Weft.<@Nullable String>go(INHERITED::get).join()).isNull();
        });
    }

    // ---------------------------------------------------------------- I5: the context class loader

    @InEachSetting
    void i5TheContextClassLoaderIsKeptAndInherited(Setting setting) {
        Cast.all(setting, () -> {
            ClassLoader usual = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(OTHER_LOADER);
            move();
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(OTHER_LOADER);
            Routine<?> child = Weft.go(() -> {
                move();
                assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(OTHER_LOADER);
                assertThat(new Thread(() -> {}).getContextClassLoader()).isSameAs(OTHER_LOADER);
                Thread.currentThread().setContextClassLoader(null);
                move();
                assertThat(Thread.currentThread().getContextClassLoader()).isNull();
            });
            child.join();
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(OTHER_LOADER);
            Thread.currentThread().setContextClassLoader(usual);
            move();
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(usual);
        });
    }

    // ---------------------------------------------------------------- I6 and I7: the interrupt flag

    @InEachSetting
    void i6TheInterruptFlagGoesWithWhoHasSetIt(Setting setting) {
        Cast.all(setting, () -> {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.currentThread().interrupt();
            Weft.yield();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            AtomicReference<Boolean> inPool = new AtomicReference<>();
            Weft.blocking(() -> inPool.set(Thread.currentThread().isInterrupted()));
            assertThat(inPool).hasValue(true);
            assertThat(Thread.interrupted()).isTrue();
            move();
            assertThat(Thread.interrupted()).isFalse();
            Thread.currentThread().interrupt();
        });
        Cast.all(setting, () -> {
            for (int i = 0; i < 10; i++) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                Weft.yield();
            }
        });
    }

    @InEachSetting
    void i7AWaitOfWhoIsInterruptedEndsAndTheFlagStays(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        Channel<Integer> room = Channel.buffered(100);
        FiberCountDownLatch gate = new FiberCountDownLatch(1);
        Routine<?> routine = Weft.go(() -> gate.await());
        Cast.all(setting, () -> {
            for (Action wait :
                    List.<Action>of(never::receive, () -> never.send(1), routine::join, () -> Weft.sleep(LONG))) {
                Thread.currentThread().interrupt();
                endsByCancellation(wait);
                endsByCancellation(wait);
                room.send(1);
                room.receive();
                assertThat(Thread.interrupted()).as("what needn't wait goes on").isTrue();
                move();
            }
        });
        gate.countDown();
        routine.join();
    }

    @Fiber
    private static void endsByCancellation(Action wait) throws Exception {
        try {
            wait.run();
        } catch (CancelledException e) {
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return;
        }
        throw new AssertionError("it has waited");
    }

    @InEachSetting
    void i7WhatIsDeclaredToBeInterruptedIsAndTheFlagIsCleared(Setting setting) {
        FiberSemaphore none = new FiberSemaphore(0);
        FiberReentrantLock lock = new FiberReentrantLock();
        FiberCountDownLatch never = new FiberCountDownLatch(1);
        lock.lock();
        Cast.all(setting, () -> {
            for (Action wait : List.<Action>of(
                    none::acquire, () -> none.tryAcquire(1, TimeUnit.DAYS), never::await, lock::lockInterruptibly)) {
                Thread.currentThread().interrupt();
                endsByInterruption(wait);
                move();
                Thread.currentThread().interrupt();
                Weft.yield();
                endsByInterruption(wait);
            }
        });
    }

    @Fiber
    private static void endsByInterruption(Action wait) throws Exception {
        try {
            wait.run();
        } catch (InterruptedException e) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return;
        }
        throw new AssertionError("it has waited");
    }

    @InEachSetting
    void i7WhatCannotBeInterruptedWaitsOn(Setting setting) {
        FiberReentrantLock lock = new FiberReentrantLock();
        lock.lock();
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) {
                cast.start("locking " + i, () -> {
                    Thread.currentThread().interrupt();
                    lock.lock();
                    Weft.yield();
                    lock.unlock();
                    assertThat(Thread.interrupted()).isTrue();
                });
            }
            Watchdog.await("all to wait", () -> lock.waiting() == 3, lock::toString);
            lock.unlock();
            cast.joinAll();
        }
    }

    @InEachSetting
    void i7AFiberThatHoldsALockOfAThreadIsNoException(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        ReentrantLock lock = new ReentrantLock();
        FiberReentrantLock other = new FiberReentrantLock();
        try (Cast cast = new Cast(setting)) {
            other.lock();
            cast.start("holding", () -> {
                lock.lock();
                try {
                    Thread.currentThread().interrupt();
                    endsByCancellation(never::receive);
                    other.lock();
                    other.unlock();
                    assertThat(Thread.interrupted()).isTrue();
                } finally {
                    lock.unlock();
                }
            });
            Watchdog.await("it to wait", () -> other.waiting() == 1, other::toString);
            other.unlock();
            cast.joinAll();
        }
    }

    @InEachSetting
    void i7ABlockingCallFindsTheFlag(Setting setting) {
        Cast.all(setting, () -> {
            Thread.currentThread().interrupt();
            endsByInterruption(() -> Weft.blocking(() -> Thread.sleep(100_000)));
            move();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
    }

    @Test
    void i7ACancellationDoesNotSetTheFlag() {
        Channel<Integer> never = Channel.rendezvous();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Routine<?> routine = Weft.go(() -> {
            try {
                never.receive();
            } finally {
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        routine.cancel();
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class);
        assertThat(flag).hasValue(false);
    }

    // ---------------------------------------------------------------- I8: the name

    @InEachSetting
    void i8AFiberThatWasGivenANameLendsItToItsThread(Setting setting) {
        Cast.all(setting, () -> {
            Routine<String> unnamed = Weft.go(() -> Thread.currentThread().getName());
            Routine<?> named = Weft.go("request-7", () -> {
                assertThat(Thread.currentThread().getName()).isEqualTo("request-7");
                move();
                assertThat(Thread.currentThread().getName()).isEqualTo("request-7");
                AtomicReference<String> inPool = new AtomicReference<>();
                Weft.blocking(() -> inPool.set(Thread.currentThread().getName()));
                assertThat(inPool).hasValue("request-7");
                assertThat(Weft.go(() -> Thread.currentThread().getName()).join())
                        .isNotEqualTo("request-7");
            });
            assertThat(unnamed.join()).isNotEqualTo("request-7");
            named.join();
            assertThat(Weft.go(() -> Thread.currentThread().getName()).join()).isNotEqualTo("request-7");
        });
    }
}
