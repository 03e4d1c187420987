// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.receive;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.context.Context;
import dev.weft.sync.Barrier;
import dev.weft.sync.Cond;
import dev.weft.sync.Mutex;
import dev.weft.sync.RwMutex;
import dev.weft.sync.Semaphore;
import dev.weft.sync.WaitGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** X9 of docs/semantics.md: whose waits a context ends. */
@Timeout(60)
class ContextWaitsTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Context.Key<String> NAME = Context.Key.of("name");

    private static IOException cause() {
        return new IOException("the cause");
    }

    /** Where somebody waits. */
    enum Wait {
        SEND,
        RECEIVE,
        SELECT,
        SELECT_WITH_TIMEOUT,
        JOIN,
        JOIN_FOR_A_TIME,
        SLEEP,
        RUN,
        MUTEX,
        MUTEX_FOR_A_TIME,
        READ_LOCK,
        WRITE_LOCK,
        SEMAPHORE,
        COND,
        BARRIER,
        WAIT_GROUP
    }

    /** What can be waited for in vain. */
    private static final class Vain {
        final Channel<Integer> channel = Channel.rendezvous();
        final Channel<Integer> other = Channel.rendezvous();
        final Routine<?> routine = Weft.go(() -> Weft.sleep(LONG));
        final Mutex mutex = new Mutex();
        final RwMutex written = new RwMutex();
        final Semaphore none = new Semaphore(1);
        final WaitGroup group = new WaitGroup();

        Vain() {
            mutex.lock();
            written.lock();
            none.acquire();
            group.add(1);
        }

        @Fiber
        void await(Wait wait) throws TimeoutException {
            switch (wait) {
                case SEND -> channel.send(1);
                case RECEIVE -> channel.receive();
                case SELECT ->
                    Select.of(receive(channel), Select.send(other, 1, () -> 1)).await();
                case SELECT_WITH_TIMEOUT ->
                    Select.of(receive(channel), Select.timeout(LONG, () -> 1)).await();
                case JOIN -> routine.join();
                case JOIN_FOR_A_TIME -> routine.join(LONG);
                case SLEEP -> Weft.sleep(LONG);
                case RUN -> Weft.run(() -> channel.receive());
                case MUTEX -> mutex.lock();
                case MUTEX_FOR_A_TIME -> mutex.tryLock(LONG);
                case READ_LOCK -> written.lockRead();
                case WRITE_LOCK -> written.lock();
                case SEMAPHORE -> none.acquire();
                case COND -> {
                    Mutex own = new Mutex();
                    own.lock();
                    new Cond(own).await();
                }
                case BARRIER -> new Barrier(2).await();
                case WAIT_GROUP -> group.await();
            }
        }

        @Fiber
        void expectCancelled(Wait wait, Throwable cause) throws TimeoutException {
            try {
                await(wait);
            } catch (CancelledException e) {
                for (Throwable t = e; t != null; t = t.getCause()) if (t == cause) return;
                throw new AssertionError("the cause is not " + cause, e);
            }
            throw new AssertionError(wait + " did not wait");
        }
    }

    static Stream<Arguments> waits() {
        return Setting.all().stream().flatMap(s -> Arrays.stream(Wait.values()).map(w -> Arguments.of(s, w)));
    }

    @Tag(InEachSetting.TAG)
    @ParameterizedTest
    @MethodSource("waits")
    void x9EveryWaitEnds(Setting setting, Wait wait) {
        Vain vain = new Vain();
        IOException cause = cause();
        try (Cast cast = new Cast(setting);
                Context.Cancellable outer = Context.background().withCancel();
                Context.Cancellable inner = outer.withTimeout(LONG)) {
            start(
                    cast,
                    wait,
                    "waiting",
                    () -> inner.run(() -> {
                        vain.expectCancelled(wait, cause);
                        vain.expectCancelled(wait, cause);
                    }));
            start(
                    cast,
                    wait,
                    "started before",
                    () -> inner.with(NAME, "x").run(() -> vain.expectCancelled(wait, cause)));
            outer.cancel(cause);
            cast.joinAll();
        }
        vain.routine.cancel();
    }

    /** A thread that waits for a run looks around from time to time, and doesn't count as parked. */
    private static void start(Cast cast, Wait wait, String name, Action action) {
        if (wait == Wait.RUN) cast.start(name, action);
        else cast.startParked(name, action);
    }

    @ParameterizedTest
    @EnumSource(Wait.class)
    void x9EveryWaitOfAPinnedFiberAndOnTheIoPoolEnds(Wait wait) {
        Vain vain = new Vain();
        IOException cause = cause();
        try (Context.Cancellable context = Context.background().withCancel()) {
            Routine<?> pinned = context.run(() -> Weft.go(() -> {
                List.of(wait).forEach(w -> {
                    try {
                        vain.expectCancelled(w, cause);
                    } catch (TimeoutException e) {
                        throw new AssertionError(e);
                    }
                });
            }));
            Routine<?> blocking = Weft.go(() -> Weft.blocking(() -> context.run(() -> {
                try {
                    vain.await(wait);
                    throw new AssertionError(wait + " did not wait");
                } catch (CancelledException e) {
                    // expected
                }
            })));
            RoutineTest.awaitState(pinned, Routine.State.WAITING);
            RoutineTest.awaitState(blocking, Routine.State.WAITING);
            context.cancel(cause);
            pinned.join();
            blocking.join();
        }
        vain.routine.cancel();
    }

    @InEachSetting
    void x9WhatNeedNotWaitSucceeds(Setting setting) {
        Channel<Integer> channel = Channel.buffered(1);
        Mutex mutex = new Mutex();
        try (Cast cast = new Cast(setting);
                Context.Cancellable context = Context.background().withCancel()) {
            context.cancel();
            cast.start(
                    "not waiting",
                    () -> context.run(() -> {
                        channel.send(1);
                        if (channel.receive() != 1) throw new AssertionError();
                        mutex.lock();
                        mutex.unlock();
                    }));
            cast.joinAll();
        }
    }

    @InEachSetting
    void x9AContextThatIsNotCurrentAnyMoreEndsNoWait(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        try (Cast cast = new Cast(setting);
                Context.Cancellable context = Context.background().withCancel();
                Context.Cancellable other = Context.background().withCancel()) {
            Actor after = cast.startParked("after", () -> {
                context.run(() -> Weft.yield());
                if (channel.receive() != 1) throw new AssertionError();
            });
            Actor within = cast.startParked(
                    "in another",
                    () -> context.run(() -> other.run(() -> {
                        if (channel.receive() != 1) throw new AssertionError();
                    })));
            context.cancel();
            channel.send(1);
            channel.send(1);
            after.join();
            within.join();
        }
    }

    @Test
    void x9ARoutineThatWasCancelledItselfStaysSoInAnyContext() {
        Routine<?> routine = Weft.go(() -> {
            try {
                Weft.sleep(LONG);
            } catch (CancelledException e) {
                if (e.getCause() != null) throw new AssertionError(e);
                Context.background().run(() -> Weft.sleep(LONG));
            }
        });
        RoutineTest.awaitState(routine, Routine.State.WAITING);
        routine.cancel();
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class);
    }
}
