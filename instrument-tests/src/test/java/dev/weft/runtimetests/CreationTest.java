// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.runtimetests.plain.JdkTypes;
import dev.weft.sync.concurrent.FiberArrayBlockingQueue;
import dev.weft.sync.concurrent.FiberCountDownLatch;
import dev.weft.sync.concurrent.FiberCyclicBarrier;
import dev.weft.sync.concurrent.FiberLinkedBlockingQueue;
import dev.weft.sync.concurrent.FiberPriorityBlockingQueue;
import dev.weft.sync.concurrent.FiberReentrantLock;
import dev.weft.sync.concurrent.FiberSemaphore;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What instrumented code creates in place of the JDK's locks and queues, and what it doesn't. */
class CreationTest {
    private static final Lock OF_CLASS = new ReentrantLock();

    private final Lock ofObject;

    private CreationTest() {
        ofObject = Boolean.getBoolean("weft.test.never") ? new ReentrantLock(true) : new ReentrantLock();
    }

    private static final class OwnLock extends ReentrantLock {
        private static final long serialVersionUID = 1L;
        private final ReentrantLock inner;

        OwnLock() {
            super(new ReentrantLock(true).isFair());
            inner = new ReentrantLock();
        }

        @Fiber
        void wait2() {
            Weft.yield();
        }
    }

    private static final class WithoutFiberMethods {
        private final Lock lock = new ReentrantLock();
    }

    private interface SerializableSupplier<T> extends Supplier<T>, Serializable {}

    @Fiber
    private static int suspending(int n) {
        Weft.yield();
        return n;
    }

    @Test
    void everyBodyOfAnInstrumentedClassCreatesThem() {
        assertThat(OF_CLASS).isInstanceOf(FiberReentrantLock.class);
        assertThat(ofObject).isInstanceOf(FiberReentrantLock.class);
        assertThat(new ReentrantLock()).isInstanceOf(FiberReentrantLock.class);
        Lock ofFiber = Weft.run(() -> {
            Weft.yield();
            return new ReentrantLock(suspending(1) == 1);
        });
        assertThat(ofFiber).isInstanceOf(FiberReentrantLock.class);
    }

    @Test
    void eachConstructorIsMapped() {
        assertThat(new ReentrantLock(true)).isInstanceOf(FiberReentrantLock.class);
        assertThat(new Semaphore(1)).isInstanceOf(FiberSemaphore.class);
        assertThat(new Semaphore(1, true)).isInstanceOf(FiberSemaphore.class);
        assertThat(new CountDownLatch(1)).isInstanceOf(FiberCountDownLatch.class);
        assertThat(new CyclicBarrier(1)).isInstanceOf(FiberCyclicBarrier.class);
        assertThat(new CyclicBarrier(1, () -> {})).isInstanceOf(FiberCyclicBarrier.class);
        assertThat(new ArrayBlockingQueue<>(1)).isInstanceOf(FiberArrayBlockingQueue.class);
        assertThat(new ArrayBlockingQueue<>(1, true)).isInstanceOf(FiberArrayBlockingQueue.class);
        assertThat(new ArrayBlockingQueue<>(1, true, List.of(1))).isInstanceOf(FiberArrayBlockingQueue.class);
        assertThat(new LinkedBlockingQueue<>()).isInstanceOf(FiberLinkedBlockingQueue.class);
        assertThat(new LinkedBlockingQueue<>(1)).isInstanceOf(FiberLinkedBlockingQueue.class);
        assertThat(new LinkedBlockingQueue<>(List.of(1))).isInstanceOf(FiberLinkedBlockingQueue.class);
        assertThat(new PriorityBlockingQueue<>()).isInstanceOf(FiberPriorityBlockingQueue.class);
        assertThat(new PriorityBlockingQueue<>(1, Comparator.<Integer>naturalOrder()))
                .isInstanceOf(FiberPriorityBlockingQueue.class);
    }

    @Test
    void constructorReferencesAreMapped() {
        Supplier<Lock> make = ReentrantLock::new;
        IntFunction<Semaphore> makeOther = Semaphore::new;
        assertThat(make.get()).isInstanceOf(FiberReentrantLock.class);
        assertThat(makeOther.apply(3)).isInstanceOf(FiberSemaphore.class);
    }

    @Test
    void serializableOnesStay() {
        SerializableSupplier<Lock> make = ReentrantLock::new;
        assertThat(make.get()).isExactlyInstanceOf(ReentrantLock.class);
    }

    @Test
    void subclassesKeepTheirSuperclass() {
        OwnLock own = new OwnLock();
        assertThat(OwnLock.class.getSuperclass()).isSameAs(ReentrantLock.class);
        assertThat(own.isFair()).isTrue();
        assertThat(own.inner).isInstanceOf(FiberReentrantLock.class);
    }

    @Test
    void anArgumentMaySuspendBetweenNewAndItsConstructor() {
        String created = Weft.run(() -> new ReentrantLock(new Semaphore(suspending(2)).availablePermits() == 2)
                .getClass()
                .getSimpleName());
        assertThat(created).isEqualTo("FiberReentrantLock");
    }

    @Test
    void otherClassesStayAsTheyAre() {
        assertThat(new WithoutFiberMethods().lock).isExactlyInstanceOf(ReentrantLock.class);
        assertThat(JdkTypes.lock(true)).isExactlyInstanceOf(ReentrantLock.class);
    }
}
