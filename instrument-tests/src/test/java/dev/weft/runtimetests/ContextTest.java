// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.on;
import static dev.weft.channel.Select.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** X1 to X10 of docs/semantics.md, with fibers, threads and both; X4 is in LeakTest. */
@Timeout(60)
class ContextTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Context.Key<String> NAME = Context.Key.of("name");
    private static final Context.Key<Integer> NUMBER = Context.Key.of("number");

    static List<Setting> settings() {
        return Setting.all();
    }

    private static IOException cause() {
        return new IOException("the cause");
    }

    // ---------------------------------------------------------------- X1: done

    @Test
    void x1TheBackgroundIsNeverDone() {
        Context background = Context.background();
        assertThat(background.isCancelled()).isFalse();
        assertThat(background.cause()).isNull();
        assertThat(background.remaining()).isEmpty();
        background.throwIfCancelled();
        assertThat(Select.of(on(background.done()), Select.otherwise(() -> null))
                        .await())
                .isNull();
        assertThat(Context.current()).isSameAs(background);
        assertThat(background).hasToString("Context[background]");
    }

    @Test
    void x1DoneAndCauseComeTogether() {
        IOException cause = cause();
        try (Context.Cancellable context = Context.background().withCancel()) {
            Select<Throwable> done = Select.of(on(context.done()), Select.otherwise(() -> null));
            assertThat(context.cause()).isNull();
            assertThat(context.isCancelled()).isFalse();
            assertThat(done.await()).isNull();
            context.cancel(cause);
            assertThat(context.cause()).isSameAs(cause);
            assertThat(context.isCancelled()).isTrue();
            assertThat(done.await()).isSameAs(cause);
            assertThat(done.await()).as("again").isSameAs(cause);
            assertThatThrownBy(context::throwIfCancelled)
                    .isInstanceOf(CancelledException.class)
                    .hasCause(cause);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void x1AllThatSelectDoneAreWoken(Setting setting) {
        IOException cause = cause();
        Channel<Integer> never = Channel.rendezvous();
        try (Context.Cancellable context = Context.background().withCancel();
                Cast cast = new Cast(setting)) {
            int[] plain = {0};
            AtomicInteger woken = new AtomicInteger();
            for (int i = 0; i < 6; i++) {
                cast.startParked("waiting " + i, () -> {
                    Throwable got = Select.<Throwable>of(
                                    on(context.done()), receive(never, n -> new AssertionError("received " + n)))
                            .await();
                    if (got != cause || plain[0] != 7) throw new AssertionError(got);
                    woken.incrementAndGet();
                });
            }
            plain[0] = 7;
            context.cancel(cause);
            cast.joinAll();
            assertThat(woken).hasValue(6);
        }
    }

    // ---------------------------------------------------------------- X2: cancelling

    @Test
    void x2TheFirstCauseWins() {
        IOException first = cause();
        Context.Cancellable parent = Context.background().withCancel();
        Context.Cancellable child = parent.withCancel();
        Context.Cancellable other = parent.withCancel();
        IOException own = new IOException("the child's own");
        child.cancel(own);
        child.cancel();
        parent.cancel(first);
        parent.cancel(new IOException("too late"));
        other.cancel(new IOException("too late"));
        assertThat(parent.cause()).isSameAs(first);
        assertThat(other.cause()).isSameAs(first);
        assertThat(child.cause()).isSameAs(own);
        assertThat(parent.withCancel().cause()).as("made from a cancelled one").isSameAs(first);
        assertThat(parent.with(NAME, "x").cause()).isSameAs(first);
        assertThat(parent.withTimeout(LONG).cause()).isSameAs(first);
    }

    @Test
    void x2WithoutACauseItIsACancelledException() {
        Context.Cancellable context = Context.background().withCancel();
        context.close();
        assertThat(context.cause()).isInstanceOf(CancelledException.class);
        Throwable cause = context.cause();
        context.close();
        assertThat(context.cause()).isSameAs(cause);
        assertThatThrownBy(() -> context.cancel(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void x2AChildDoesNotCancelItsParent() {
        Context.Cancellable parent = Context.background().withCancel();
        Context.Cancellable child = parent.withCancel();
        child.cancel();
        assertThat(parent.isCancelled()).isFalse();
        parent.close();
    }

    @Test
    void x2AChainOfAnyLengthAndATreeOfAnyBreadthIsCancelled() {
        Context.Cancellable root = Context.background().withCancel();
        List<Context> all = new ArrayList<>();
        Context last = root;
        for (int i = 0; i < 20_000; i++) {
            last = i % 3 == 0 ? last.with(NUMBER, i) : last.withCancel();
            all.add(last);
        }
        for (int i = 0; i < 1_000; i++) {
            Context child = root.withTimeout(LONG);
            all.add(child);
            all.add(child.withCancel());
        }
        IOException cause = cause();
        root.cancel(cause);
        assertThat(all).allMatch(c -> c.cause() == cause);
    }

    // ---------------------------------------------------------------- X3: deadlines

    @Test
    void x3AChildHasTheEarlierDeadline() {
        try (Context.Cancellable day = Context.background().withTimeout(Duration.ofDays(1));
                Context.Cancellable week = day.withTimeout(Duration.ofDays(7));
                Context.Cancellable hour = day.withDeadline(Instant.now().plus(Duration.ofHours(1)));
                Context.Cancellable none = hour.withCancel()) {
            assertThat(day.remaining().orElseThrow()).isBetween(Duration.ofHours(1), Duration.ofDays(1));
            assertThat(week.remaining().orElseThrow()).isLessThanOrEqualTo(Duration.ofDays(1));
            assertThat(hour.remaining().orElseThrow()).isLessThanOrEqualTo(Duration.ofHours(1));
            assertThat(none.remaining().orElseThrow()).isLessThanOrEqualTo(Duration.ofHours(1));
            assertThat(none.withoutCancel().remaining()).isEmpty();
        }
    }

    @Test
    void x3ADeadlineThatHasPassedCancelsAtOnceAndCenturiesAreCut() {
        assertThat(Context.background().withTimeout(Duration.ZERO).cause()).isInstanceOf(TimeoutException.class);
        assertThat(Context.background().withTimeout(Duration.ofDays(-1)).cause())
                .isInstanceOf(TimeoutException.class);
        assertThat(Context.background()
                        .withDeadline(Instant.now().minusSeconds(1))
                        .cause())
                .isInstanceOf(TimeoutException.class);
        try (Context.Cancellable eternal = Context.background().withTimeout(Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThat(eternal.isCancelled()).isFalse();
            assertThat(eternal.remaining().orElseThrow()).isGreaterThan(LONG);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void x7ADeadlineEndsAWaitWithATimeoutException(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) {
                cast.start("waiting " + i, () -> {
                    try (Context.Cancellable context = Context.current().withTimeout(SHORT)) {
                        context.run(() -> never.receive());
                    } catch (CancelledException e) {
                        if (!(e.getCause() instanceof TimeoutException)) throw e;
                        return;
                    }
                    throw new AssertionError("nothing was sent");
                });
            }
            cast.joinAll();
        }
        assertThat(never.trySend(1)).as("nobody waits any more").isFalse();
    }

    // ---------------------------------------------------------------- X5: values

    @Test
    void x5ValuesAreFoundByTheIdentityOfTheirKeys() {
        Context.Key<String> sameName = Context.Key.of("name");
        Context one = Context.background().with(NAME, "one");
        Context two = one.with(NUMBER, 2).with(NAME, "two");
        assertThat(one.get(NAME)).isEqualTo("one");
        assertThat(one.get(NUMBER)).isNull();
        assertThat(two.get(NAME)).isEqualTo("two");
        assertThat(two.get(NUMBER)).isEqualTo(2);
        assertThat(two.get(sameName)).isNull();
        try (Context.Cancellable cancellable = two.withTimeout(LONG)) {
            assertThat(cancellable.get(NAME)).isEqualTo("two");
            assertThat(cancellable.withoutCancel().get(NUMBER)).isEqualTo(2);
            assertThat(cancellable.toString())
                    .startsWith("Context[name, number, name; PT")
                    .endsWith(" left]");
        }
        assertThatThrownBy(() -> one.with(null, "x")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> one.with(NAME, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> one.get(null)).isInstanceOf(NullPointerException.class);
    }

    // ---------------------------------------------------------------- X6: afterFunc, withoutCancel

    @Test
    void x6AfterFuncRunsOnceInAFiberThatCanWait() {
        try (Context.Cancellable context = Context.background().with(NAME, "it").withCancel()) {
            Channel<String> ran = Channel.rendezvous();
            Context.Registration after = context.afterFunc(() -> {
                Weft.sleep(SHORT);
                ran.send(NAME.current() + " " + Context.current().isCancelled());
            });
            assertThat(ran.tryReceive()).isNull();
            context.cancel();
            context.cancel();
            assertThat(ran.receive()).isEqualTo("it false");
            assertThat(after.stop()).isFalse();
            context.afterFunc(() -> ran.send("at once"));
            assertThat(ran.receive()).isEqualTo("at once");
        }
    }

    @Test
    void x6AStoppedAfterFuncDoesNotRun() {
        AtomicBoolean ran = new AtomicBoolean();
        Channel<Integer> other = Channel.buffered(1);
        Context.Cancellable context = Context.background().withCancel();
        Context.Registration after = context.afterFunc(() -> ran.set(true));
        context.afterFunc(() -> other.send(1));
        assertThat(after.stop()).isTrue();
        assertThat(after.stop()).isFalse();
        context.cancel();
        assertThat(other.receive()).isEqualTo(1);
        assertThat(ran).isFalse();
        assertThat(Context.background().afterFunc(() -> ran.set(true)).stop()).isTrue();
    }

    @Test
    void x6AfterFuncRunsOnTheSchedulerOfWhoAskedForIt() {
        try (Scheduler scheduler = Scheduler.builder().parallelism(1).build();
                Context.Cancellable context = Context.background().withTimeout(Duration.ofMillis(5))) {
            Channel<Scheduler> ran = Channel.buffered(1);
            scheduler.run(() -> {
                context.afterFunc(() -> ran.send(Scheduler.current()));
            });
            assertThat(ran.receive()).isSameAs(scheduler);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void x6WithoutCancelWaits(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        try (Cast cast = new Cast(setting);
                Context.Cancellable context = Context.background().withCancel()) {
            AtomicBoolean caught = new AtomicBoolean();
            cast.startParked(
                    "waiting",
                    () -> context.run(() -> {
                        try {
                            channel.receive();
                            throw new AssertionError("nothing was sent");
                        } catch (CancelledException e) {
                            caught.set(true);
                            int got = Context.current().withoutCancel().run(() -> channel.receive());
                            if (got != 1) throw new AssertionError(got);
                        }
                        try {
                            channel.receive();
                            throw new AssertionError("nothing was sent");
                        } catch (CancelledException e) {
                            if (e.getCause() != context.cause()) throw e;
                        }
                    }));
            context.cancel();
            Watchdog.await("the cancellation", caught::get, context::toString);
            cast.start("sending", () -> channel.send(1));
            cast.joinAll();
        }
    }

    // ---------------------------------------------------------------- X8: current

    @ParameterizedTest
    @MethodSource("settings")
    void x8RunIsScoped(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) {
                int number = i;
                cast.start("actor " + i, () -> {
                    String value = Context.background().with(NUMBER, number).run(() -> {
                        Weft.sleep(SHORT);
                        if (NUMBER.current() != number) throw new AssertionError(NUMBER.current());
                        Context.current().with(NAME, "inner").run(() -> {
                            Weft.yield();
                            if (NUMBER.current() != number) throw new AssertionError(NUMBER.current());
                            Context.background().run(() -> {
                                Weft.sleep(SHORT);
                                if (NAME.current() != null) throw new AssertionError("background has no values");
                            });
                            if (!"inner".equals(NAME.current())) throw new AssertionError(NAME.current());
                        });
                        return NAME.current();
                    });
                    if (value != null) throw new AssertionError("outside: " + value);
                    try {
                        Context.background().with(NAME, "failing").run(() -> {
                            throw new IOException("expected");
                        });
                    } catch (IOException e) {
                        if (Context.current() != Context.background()) throw new AssertionError(e);
                    }
                });
            }
            cast.joinAll();
        }
    }

    @Test
    void x8FibersInheritItAndThreadsDoNot() throws Exception {
        Context context = Context.background().with(NAME, "inherited");
        List<String> seen = new ArrayList<>();
        context.run(() -> {
            Weft.run(() -> seen.add(NAME.current()));
            seen.add(Weft.go(() -> Weft.go("named", () -> NAME.current()).join())
                    .join());
            try (Scheduler other = Scheduler.builder().parallelism(1).build()) {
                seen.add(other.go(() -> NAME.current()).join());
            }
            seen.add(Weft.blocking(() -> NAME.current()));
            Thread thread = new Thread(() -> seen.add(NAME.current()));
            thread.start();
            thread.join();
        });
        assertThat(seen).containsExactly("inherited", "inherited", "inherited", "inherited", null);
        Routine<String> later = context.run(() -> Weft.go(() -> {
            Weft.sleep(SHORT);
            return NAME.current();
        }));
        assertThat(later.join()).as("the fiber stays in it").isEqualTo("inherited");
    }

    @Test
    void x8AFiberOfACancelledContextStartsAndCannotWait() {
        Context.Cancellable context = Context.background().withCancel();
        IOException cause = cause();
        context.cancel(cause);
        AtomicBoolean started = new AtomicBoolean();
        Routine<?> routine = context.run(() -> Weft.go(() -> {
            started.set(true);
            Weft.sleep(LONG);
        }));
        assertThatThrownBy(routine::join).isInstanceOf(CancelledException.class).hasRootCause(cause);
        assertThat(started).isTrue();
        assertThat(routine.state()).isEqualTo(Routine.State.CANCELLED);
    }

    // ---------------------------------------------------------------- X9: what is reached

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

    @ParameterizedTest
    @MethodSource("settings")
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

    @ParameterizedTest
    @MethodSource("settings")
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

    // ---------------------------------------------------------------- X10: calls that block

    private static void readForEver(Pipe pipe) throws IOException {
        pipe.source().read(ByteBuffer.allocate(1));
        throw new AssertionError("nothing was written");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void x10ABlockingCallIsInterruptedByTheContextAndByCancel(boolean byContext) throws Exception {
        IOException cause = cause();
        Pipe pipe = Pipe.open();
        CountDownLatch begun = new CountDownLatch(2);
        try (Context.Cancellable context = Context.background().withCancel()) {
            Routine<?> reading = context.run(() -> Weft.go(() -> Weft.blocking(() -> {
                begun.countDown();
                readForEver(pipe);
            })));
            Routine<?> waiting = context.run(() -> Weft.go(() -> {
                try {
                    Weft.blocking(() -> {
                        begun.countDown();
                        new CountDownLatch(1).await();
                    });
                } catch (CancelledException e) {
                    if (Thread.currentThread().isInterrupted()) throw new AssertionError("it leaks", e);
                    throw e;
                }
            }));
            begun.await();
            if (byContext) {
                context.cancel(cause);
            } else {
                reading.cancel();
                waiting.cancel();
            }
            assertThatThrownBy(reading::join)
                    .isInstanceOf(CancelledException.class)
                    .hasRootCauseInstanceOf(ClosedByInterruptException.class);
            assertThatThrownBy(waiting::join)
                    .isInstanceOf(CancelledException.class)
                    .hasRootCauseInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void x10ACallOfTheCatalogueIsInterrupted() throws Exception {
        try (Context.Cancellable context = Context.background().withCancel()) {
            context.cancel();
            Path file = Files.createTempFile("weft", "x10");
            Routine<Integer> reading = context.run(() -> Weft.go(() -> read(file)));
            Watchdog.await("the end", reading::isDone, reading::toString);
            assertThat(reading.failure()).isInstanceOf(ClosedByInterruptException.class);
            Files.delete(file);
        }
    }

    @Fiber
    private static int read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.read(ByteBuffer.allocate(1));
        }
    }

    @Test
    void x10AThreadIsInterruptedInABlockingCallOfItsContext() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Context.Cancellable context = Context.background().withCancel()) {
            AtomicReference<Object> outcome = new AtomicReference<>();
            Thread thread = new Thread(() -> {
                try {
                    context.run(() -> Weft.blocking(() -> {
                        begun.countDown();
                        new CountDownLatch(1).await();
                    }));
                } catch (Exception e) {
                    outcome.set(Thread.currentThread().isInterrupted() ? "interrupted" : e);
                }
            });
            thread.start();
            begun.await();
            context.cancel();
            thread.join();
            assertThat(outcome.get()).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void x10AnInterruptionFromElsewhereStaysOne() {
        Routine<?> routine = Weft.go(() -> Weft.blocking(() -> {
            Thread.currentThread().interrupt();
            Thread.sleep(1);
        }));
        Watchdog.await("the end", routine::isDone, routine::toString);
        assertThat(routine.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void x10ACallThatIsCalledInAContextWithinABlockingCallIsInterruptedAndTheRestIsNot() {
        try (Context.Cancellable context = Context.background().withCancel()) {
            CountDownLatch begun = new CountDownLatch(1);
            Routine<Boolean> routine = Weft.go(() -> Weft.blocking(() -> {
                try {
                    context.run(() -> {
                        begun.countDown();
                        new CountDownLatch(1).await();
                    });
                    return false;
                } catch (InterruptedException e) {
                    Thread.sleep(1);
                    return !Thread.currentThread().isInterrupted();
                }
            }));
            Watchdog.await("the call", () -> begun.getCount() == 0, routine::toString);
            context.cancel();
            assertThat(routine.join()).isTrue();
        }
    }
}
