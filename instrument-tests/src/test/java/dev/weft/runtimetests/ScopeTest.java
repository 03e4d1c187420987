// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.context.Context;
import dev.weft.context.Race;
import dev.weft.context.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G1 to G7 of docs/semantics.md: scopes and races that belong to fibers, threads and both. */
@Timeout(60)
class ScopeTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    private static void expect(boolean condition) {
        if (!condition) throw new AssertionError();
    }

    // ---------------------------------------------------------------- G1, G2: join and failures

    @InEachSetting
    void g1JoinWaitsForAllChildren(Setting setting) {
        Cast.all(setting, () -> {
            int[] plain = {0, 0, 0};
            try (Scope scope = Scope.open()) {
                Routine<Integer> one = scope.fork(() -> {
                    Weft.sleep(SHORT);
                    plain[0] = 1;
                    return 1;
                });
                Routine<Integer> two = scope.fork(() -> plain[1] = 2);
                scope.fork(() -> {
                    Weft.yield();
                    plain[2] = 3;
                });
                scope.join();
                expect(Arrays.stream(plain).sum() == 6);
                expect(one.isDone() && two.isDone());
                expect(one.join() + two.join() == 3);
                scope.fork(() -> plain[0] = 4);
                scope.join();
                expect(plain[0] == 4);
            }
        });
    }

    @InEachSetting
    void g2TheFirstFailureCancelsTheOthersAndIsThrown(Setting setting) {
        Cast.all(setting, () -> {
            Channel<Integer> never = Channel.rendezvous();
            AtomicInteger cancelled = new AtomicInteger();
            IOException failure = new IOException("expected");
            try (Scope scope = Scope.open()) {
                for (int i = 0; i < 5; i++) {
                    scope.fork(() -> {
                        try {
                            never.receive();
                        } catch (CancelledException e) {
                            expect(e.getCause() == failure);
                            cancelled.incrementAndGet();
                            throw e;
                        }
                    });
                }
                Routine<?> failing = scope.fork(() -> {
                    throw failure;
                });
                try {
                    scope.join();
                    throw new AssertionError("no failure");
                } catch (IOException e) {
                    expect(e == failure);
                }
                expect(cancelled.get() == 5);
                expect(failing.failure() == failure);
                expect(Context.current().cause() == failure);
            }
            expect(!Context.current().isCancelled());
        });
    }

    @InEachSetting
    void g2TheOwnersWaitsInTheScopeEndToo(Setting setting) {
        Cast.all(setting, () -> {
            Channel<Integer> never = Channel.rendezvous();
            IOException failure = new IOException("expected");
            try (Scope scope = Scope.open()) {
                scope.fork(() -> {
                    throw failure;
                });
                never.receive();
                throw new AssertionError("nothing was sent");
            } catch (CancelledException e) {
                expect(e.getCause() == failure);
            }
        });
    }

    @Test
    void g2AFailureIsNotReportedAsUnobserved() throws Exception {
        AtomicReference<Throwable> reported = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((t, e) -> reported.set(e));
        try (Scope scope = Scope.open()) {
            Routine<?> failing = scope.fork(() -> {
                throw new IOException("expected");
            });
            assertThatThrownBy(scope::join).isInstanceOf(IOException.class);
            assertThatThrownBy(failing::join).isInstanceOf(RoutineFailedException.class);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(reported.get()).isNull();
    }

    // ---------------------------------------------------------------- G3: no child outlives it

    @InEachSetting
    void g3CloseCancelsAndWaitsWhateverComes(Setting setting) {
        Cast.all(setting, () -> {
            AtomicInteger ended = new AtomicInteger();
            Channel<Integer> never = Channel.rendezvous();
            try (Scope scope = Scope.open()) {
                for (int i = 0; i < 5; i++) {
                    scope.fork(() -> {
                        try {
                            never.receive();
                        } finally {
                            Context.background().run(() -> Weft.sleep(SHORT)); // it takes its time
                            ended.incrementAndGet();
                        }
                    });
                }
                throw new IOException("the body's own");
            } catch (IOException e) {
                expect(ended.get() == 5);
                expect(e.getMessage().equals("the body's own"));
            }
        });
    }

    @InEachSetting
    void g3CloseWaitsThoughTheOwnerIsCancelled(Setting setting) {
        AtomicInteger ended = new AtomicInteger();
        Channel<Integer> gate = Channel.rendezvous();
        Channel<Integer> never = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            Actor owner = cast.startParked("owner", () -> {
                try (Scope scope = Scope.open()) {
                    scope.fork(() -> {
                        try {
                            never.receive();
                        } finally {
                            Context.background().run(() -> gate.receive());
                            ended.incrementAndGet();
                        }
                    });
                    scope.join();
                } finally {
                    ended.addAndGet(10 * ended.get());
                }
            });
            owner.cancel();
            gate.send(1);
            owner.awaitEnd();
            assertThat(owner.failure()).isInstanceOf(CancelledException.class);
            assertThat(ended).as("the child had ended before the owner left").hasValue(11);
        }
    }

    // ---------------------------------------------------------------- G4: stacks

    @Fiber
    private static void failDeep(int depth) throws IOException {
        Weft.yield();
        if (depth == 0) throw new IOException("deep");
        failDeep(depth - 1);
    }

    @Fiber
    private static void forkDeep(Scope scope) {
        Weft.yield();
        scope.fork(() -> failDeep(2));
    }

    @Fiber
    private static void outer() throws Exception {
        try (Scope scope = Scope.open()) {
            Weft.yield();
            forkDeep(scope);
            scope.join();
        }
    }

    private static List<String> methods(Throwable t) {
        return Arrays.stream(t.getStackTrace())
                .filter(e -> e.getClassName().equals(ScopeTest.class.getName()))
                .map(StackTraceElement::getMethodName)
                .filter(name -> !name.startsWith("lambda$"))
                .toList();
    }

    @InEachSetting
    void g4AFailureHasTheStackOfTheChildAndOfTheFork(Setting setting) {
        Cast.all(setting, () -> {
            try {
                outer();
                throw new AssertionError("no failure");
            } catch (IOException failure) {
                assertThat(methods(failure)).containsExactly("failDeep", "failDeep", "failDeep");
                assertThat(failure.getSuppressed()).hasSize(1);
                Throwable fork = failure.getSuppressed()[0];
                assertThat(fork).hasMessage("the fiber was forked here");
                assertThat(methods(fork)).containsExactly("forkDeep", "outer");
            }
        });
    }

    // ---------------------------------------------------------------- G5: nesting and contexts

    @InEachSetting
    void g5ScopesNestAndAFailureGoesUp(Setting setting) {
        Cast.all(setting, () -> {
            Context before = Context.current();
            AtomicInteger cancelled = new AtomicInteger();
            try (Scope outer = Scope.open()) {
                outer.fork(() -> {
                    try {
                        Weft.sleep(LONG);
                    } finally {
                        cancelled.incrementAndGet();
                    }
                });
                outer.fork(() -> {
                    try (Scope inner = Scope.open()) {
                        inner.fork(() -> Weft.sleep(LONG));
                        inner.fork(() -> {
                            throw new IOException("from within");
                        });
                        inner.join();
                    }
                });
                outer.join();
                throw new AssertionError("no failure");
            } catch (IOException e) {
                expect(e.getSuppressed().length == 2);
                expect(cancelled.get() == 1);
            }
            expect(Context.current() == before);
        });
    }

    @InEachSetting
    void g5ADeadlineAndACancelledContextReachTheScope(Setting setting) {
        Cast.all(setting, () -> {
            Context.Key<String> key = Context.Key.of("key");
            try (Scope scope = Scope.open(SHORT)) {
                scope.fork(() -> Weft.sleep(LONG));
                scope.join();
                throw new AssertionError("no end");
            } catch (CancelledException e) {
                expect(e.getCause() instanceof TimeoutException);
            }
            try (Context.Cancellable context =
                    Context.current().with(key, "value").withTimeout(SHORT)) {
                context.run(() -> {
                    try (Scope scope = Scope.open()) {
                        Routine<String> value = scope.fork(() -> key.current());
                        scope.fork(() -> Weft.sleep(LONG));
                        expect("value".equals(value.join()));
                        scope.join();
                        throw new AssertionError("no end");
                    }
                });
            } catch (CancelledException e) {
                expect(e.getCause() instanceof TimeoutException);
            }
        });
    }

    @Test
    void g5CancelEndsTheScope() throws Exception {
        try (Scope scope = Scope.open()) {
            Routine<?> child = scope.fork(() -> Weft.sleep(LONG));
            scope.cancel();
            assertThatThrownBy(scope::join).isInstanceOf(CancelledException.class);
            assertThat(child.state()).isEqualTo(Routine.State.CANCELLED);
        }
    }

    // ---------------------------------------------------------------- G6: misuse

    @Test
    void g6MisuseIsAnError() throws Exception {
        Scope closed = Scope.open();
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.fork(() -> 1)).isInstanceOf(IllegalStateException.class);
        Scope scope = Scope.open();
        Routine<Integer> other = Weft.go(() -> {
            int errors = 0;
            try {
                scope.close();
            } catch (IllegalStateException e) {
                errors++;
            }
            try {
                scope.join();
            } catch (IllegalStateException e) {
                errors++;
            }
            scope.fork(() -> 1);
            return errors;
        });
        assertThat(other.join()).isEqualTo(2);
        scope.join();
        scope.close();
    }

    @InEachSetting
    void g6ScopesThatAreClosedOutOfOrderAreAnErrorAndClosedAllTheSame(Setting setting) {
        Cast.all(setting, () -> {
            Context before = Context.current();
            Scope outer = Scope.open();
            Scope inner = Scope.open();
            Routine<?> child = inner.fork(() -> Weft.sleep(LONG));
            try {
                outer.close();
                throw new AssertionError("no error");
            } catch (IllegalStateException e) {
                expect(Context.current() == before);
            }
            try {
                inner.close();
                throw new AssertionError("no error");
            } catch (IllegalStateException e) {
                expect(Context.current() == before);
                expect(child.isDone());
            }
        });
    }

    // ---------------------------------------------------------------- G7: races

    @InEachSetting
    void g7TheFirstSuccessWinsAndTheOthersAreCancelled(Setting setting) {
        Cast.all(setting, () -> {
            AtomicInteger cancelled = new AtomicInteger();
            try (Race<String> race = Race.open()) {
                for (int i = 0; i < 5; i++) {
                    race.fork(() -> {
                        try {
                            Weft.sleep(LONG);
                            return "slow";
                        } finally {
                            cancelled.incrementAndGet();
                        }
                    });
                }
                race.fork(() -> {
                    throw new IOException("doesn't count");
                });
                race.fork(() -> {
                    Weft.yield();
                    return "won";
                });
                expect(race.join().equals("won"));
                expect(race.join().equals("won"));
            }
            expect(cancelled.get() == 5);
        });
    }

    @InEachSetting
    void g7IfAllFailTheFirstFailureIsThrownWithTheOthers(Setting setting) {
        Cast.all(setting, () -> {
            try (Race<Integer> race = Race.open()) {
                for (int i = 0; i < 3; i++) {
                    race.fork(() -> {
                        throw new IOException("expected");
                    });
                }
                race.join();
                throw new AssertionError("no failure");
            } catch (IOException e) {
                List<Throwable> suppressed = new ArrayList<>(List.of(e.getSuppressed()));
                suppressed.removeIf(t -> !(t instanceof IOException));
                expect(suppressed.size() == 2);
            }
            try (Race<Integer> race = Race.open()) {
                race.join();
                throw new AssertionError("no failure");
            } catch (IllegalStateException e) {
                // expected
            }
            try (Race<Integer> race = Race.open(SHORT)) {
                race.fork(() -> {
                    Weft.sleep(LONG);
                    return 1;
                });
                race.join();
                throw new AssertionError("no failure");
            } catch (CancelledException e) {
                expect(e.getCause() instanceof TimeoutException);
            }
        });
    }

    // ---------------------------------------------------------------- many

    @Fiber
    private static int sum(int from, int to) throws Exception {
        if (to - from <= 4) {
            int sum = 0;
            for (int i = from; i < to; i++) sum += i;
            return sum;
        }
        int middle = (from + to) / 2;
        try (Scope scope = Scope.open()) {
            Routine<Integer> low = scope.fork(() -> sum(from, middle));
            Routine<Integer> high = scope.fork(() -> sum(middle, to));
            scope.join();
            return low.join() + high.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aTreeOfScopes(int parallelism) throws Exception {
        try (Scheduler scheduler = Scheduler.builder().parallelism(parallelism).build()) {
            int sum = scheduler.run(() -> sum(0, 2_000));
            assertThat(sum).isEqualTo(1_999_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aTreeOfScopesThatFailsSomewhereLeavesNobodyBehind(int parallelism) {
        try (Scheduler scheduler = Scheduler.builder().parallelism(parallelism).build()) {
            AtomicInteger alive = new AtomicInteger();
            for (int round = 0; round < 20; round++) {
                int failing = round * 3;
                assertThatThrownBy(() -> scheduler.run(() -> tree(5, new AtomicInteger(failing), alive)))
                        .hasStackTraceContaining("planted");
                assertThat(alive).hasValue(0);
            }
        }
    }

    @Fiber
    private static void tree(int depth, AtomicInteger untilFailure, AtomicInteger alive) throws Exception {
        alive.incrementAndGet();
        try (Scope scope = Scope.open()) {
            if (depth > 0) {
                scope.fork(() -> tree(depth - 1, untilFailure, alive));
                scope.fork(() -> tree(depth - 1, untilFailure, alive));
            }
            Weft.yield();
            if (untilFailure.getAndDecrement() == 0) throw new IOException("planted");
            scope.join();
        } finally {
            alive.decrementAndGet();
        }
    }
}
