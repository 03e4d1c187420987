// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.join;
import static dev.weft.channel.Select.on;
import static dev.weft.channel.Select.otherwise;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.sendNext;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Event;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.ChannelClosedException;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S1 to S10 of docs/semantics.md, with fibers, threads and both. */
class SelectTest {
    private static final int ACTORS = 5;
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    static List<Setting> settings() {
        return Setting.all();
    }

    private static <T> T inActor(Setting setting, dev.weft.Task<T> task) {
        List<T> result = new ArrayList<>();
        try (Cast cast = new Cast(setting)) {
            cast.start("actor", () -> result.add(task.run()));
            cast.joinAll();
        }
        return result.get(0);
    }

    private static Channel<Integer> holding(int... elements) {
        Channel<Integer> channel = Channel.buffered(elements.length);
        for (int e : elements) channel.send(e);
        return channel;
    }

    private static Channel<Integer> closed() {
        Channel<Integer> channel = Channel.rendezvous();
        channel.close();
        return channel;
    }

    // ---------------------------------------------------------------- S1: what is evaluated, and when

    @ParameterizedTest
    @MethodSource("settings")
    void s1ConditionsAndElementsAreEvaluatedOnceInTheirOrderBeforeTheChoice(Setting setting) {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Channel<Integer> full = holding(1);
        Channel<Integer> free = Channel.buffered(1);
        inActor(setting, () -> {
            Select<String> select = Select.of(
                    SelectTest.<Integer, String>logged(
                            sendNext(full, () -> noted(log, "a", 1), () -> "full"), log, "if a"),
                    SelectTest.<Integer, String>logged(
                            sendNext(free, () -> noted(log, "b", 2), () -> "free"), log, "if b"),
                    sendNext(full, () -> noted(log, "c", 3), () -> "full"));
            return log.add("chosen " + select.await());
        });
        assertThat(log).containsExactly("if a", "a", "if b", "b", "c", "chosen free");
        assertThat(free.tryReceive()).isEqualTo(2);
        assertThat(full.tryReceive()).isEqualTo(1);
        assertThat(full.tryReceive()).isNull();
    }

    private static int noted(List<String> log, String text, int value) {
        Weft.yield();
        log.add(text);
        return value;
    }

    private static <E, R> Clause<R> logged(Clause<R> clause, List<String> log, String text) {
        return clause.when(() -> {
            Weft.yield();
            return log.add(text);
        });
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s1AClauseWhoseConditionFailsOffersNothingAndIsNotThere(Setting setting) {
        Channel<Integer> channel = Channel.buffered(1);
        AtomicInteger asked = new AtomicInteger();
        String answer = inActor(
                setting,
                () -> Select.of(
                                sendNext(channel, asked::incrementAndGet, () -> "sent")
                                        .when(() -> false),
                                receive(closed(), i -> "received").when(() -> false),
                                otherwise(() -> "nothing"))
                        .await());
        assertThat(answer).isEqualTo("nothing");
        assertThat(asked).hasValue(0);
        assertThat(channel.size()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway")
    void s1NullIsNotSent() {
        Channel<Integer> channel = Channel.buffered(1);
        assertThatThrownBy(() -> send(channel, null, () -> "")).isInstanceOf(NullPointerException.class);
        Select<String> select = Select.of(sendNext(channel, () -> null, () -> ""));
        assertThatThrownBy(select::await).isInstanceOf(NullPointerException.class);
        assertThat(channel.size()).isZero();
    }

    @Test
    void s1AClauseBelongsToOneSelect() {
        Clause<Integer> clause = receive(holding(1));
        Select.of(clause);
        assertThatThrownBy(() -> Select.of(clause)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Select.of(otherwise(() -> 1), timeout(LONG, () -> 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> otherwise(() -> 1).when(() -> true)).isInstanceOf(IllegalArgumentException.class);
    }

    // ---------------------------------------------------------------- S2: which one

    /** Go's TestSelectFairness: the bound is six nines of certainty. */
    @ParameterizedTest
    @MethodSource("settings")
    void s2EachReadyCaseIsEquallyLikely(Setting setting) {
        int trials = 10_000;
        int[] chosen = new int[3];
        inActor(setting, () -> {
            Channel<Integer> never = Channel.rendezvous();
            Select<Integer> select = Select.of(
                    receive(closed(), i -> -1, () -> chosen[0]++),
                    receive(never),
                    receive(closed(), i -> -1, () -> chosen[1]++),
                    receive(never));
            for (int i = 0; i < trials; i++) select.await();
            return trials;
        });
        assertThat(chosen[0] + chosen[1]).isEqualTo(trials);
        double bound = 4.891676 / (2 * Math.sqrt(trials));
        assertThat(Math.abs(chosen[0] / (double) trials - 0.5)).isLessThan(bound);
    }

    @Test
    void s2EachOfManyIsEquallyLikelyAndIndependentOfTheLastOne() {
        int trials = 64_000;
        int[][] pairs = new int[4][4];
        List<Clause<Integer>> clauses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            clauses.add(receive(closed(), e -> -1, () -> number));
        }
        Select<Integer> select = Select.of(clauses);
        int last = select.await();
        for (int i = 0; i < trials; i++) {
            int next = select.await();
            pairs[last][next]++;
            last = next;
        }
        double mean = trials / 16.0;
        for (int[] row : pairs)
            for (int count : row) assertThat(Math.abs(count - mean)).isLessThan(6 * Math.sqrt(mean));
    }

    // ---------------------------------------------------------------- S3: the default

    @ParameterizedTest
    @MethodSource("settings")
    void s3TheDefaultIsChosenOnlyIfNothingIsReady(Setting setting) {
        Channel<Integer> empty = Channel.rendezvous();
        Channel<Integer> full = holding(1);
        assertThat(inActor(setting, () -> {
                    Select<String> select = Select.of(
                            receive(empty, i -> "received"),
                            send(empty, 1, () -> "sent"),
                            send(full, 2, () -> "sent"),
                            otherwise(() -> "nothing"));
                    return select.await() + select.await();
                }))
                .isEqualTo("nothingnothing");
        assertThat(inActor(
                        setting,
                        () -> Select.of(
                                        receive(empty, i -> "received " + i),
                                        receive(full, i -> "received " + i),
                                        otherwise(() -> "nothing"))
                                .await()))
                .isEqualTo("received 1");
    }

    /** Go's TestNonblockSelectRace: one of two channels is ready at every instant. */
    @ParameterizedTest
    @MethodSource("settings")
    void s3TheDefaultIsNotChosenIfOneIsReadyAtEachInstant(Setting setting) {
        AtomicInteger defaults = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 100; round++) {
                Channel<Integer> a = Channel.buffered(1);
                Channel<Integer> b = Channel.buffered(1);
                a.send(1);
                Actor selecting = cast.start(
                        "selecting",
                        () -> Select.of(receive(a, i -> i), receive(b, i -> i), otherwise(defaults::incrementAndGet))
                                .await());
                b.send(1);
                a.tryReceive();
                selecting.join();
            }
        }
        assertThat(defaults).hasValue(0);
    }

    /** The same with much more of a race, by a token that is always in one of two places. */
    @ParameterizedTest
    @MethodSource("settings")
    void s3ATokenThatIsAlwaysSomewhereIsFound(Setting setting) {
        Channel<Integer> here = Channel.buffered(2);
        Channel<Integer> there = Channel.buffered(2);
        AtomicInteger stop = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            here.send(0);
            cast.start("mover", () -> {
                while (stop.get() == 0) {
                    there.send(1);
                    here.receive();
                    here.send(1);
                    there.receive();
                    Weft.yield();
                }
            });
            cast.start("seeker", () -> {
                Select<Boolean> select = Select.of(
                        send(here, 1, () -> false).when(() -> false),
                        receive(here, i -> putBack(here)),
                        receive(there, i -> putBack(there)),
                        otherwise(() -> false));
                boolean found = true;
                for (int i = 0; i < 500 && found; i++) {
                    found = select.await();
                    Weft.yield();
                }
                stop.set(1);
                if (!found) throw new AssertionError("one of them was full at each instant");
            });
            cast.joinAll();
        }
    }

    /** Not atomic with the receive: so there are two tokens, and of one it is only the place that moves. */
    private static boolean putBack(Channel<Integer> channel) {
        channel.send(1);
        return true;
    }

    // ---------------------------------------------------------------- S4: the same channel several times

    /** Go's TestSelfSelect. */
    @ParameterizedTest
    @MethodSource("settings")
    void s4ASelectIsNeverItsOwnPartner(Setting setting) {
        for (int capacity : new int[] {0, 1}) {
            Channel<Integer> channel = Channel.buffered(capacity);
            AtomicInteger sent = new AtomicInteger();
            AtomicInteger received = new AtomicInteger();
            int rounds = 500;
            try (Cast cast = new Cast(setting)) {
                for (int p = 0; p < 2; p++) {
                    int number = p;
                    cast.start("actor " + p, () -> {
                        Select<Boolean> select = Select.of(
                                send(channel, number, () -> sent.incrementAndGet() > 0),
                                receive(channel, from -> {
                                    if (capacity == 0 && from == number) throw new AssertionError("sent to itself");
                                    return received.incrementAndGet() > 0;
                                }),
                                timeout(SHORT, () -> false));
                        for (int i = 0; i < rounds; i++) select.await();
                    });
                }
                cast.joinAll();
            }
            int left = channel.size();
            assertThat(sent.get()).isEqualTo(received.get() + left);
            if (capacity == 0) assertThat(sent.get()).isPositive();
        }
    }

    /** Go's TestSelectDuplicateChannel. */
    @ParameterizedTest
    @MethodSource("settings")
    void s4TheSameChannelMayBeThereSeveralTimes(Setting setting) {
        Channel<Integer> twice = Channel.rendezvous();
        Channel<Integer> end = Channel.rendezvous();
        Channel<Integer> third = Channel.rendezvous();
        Queue<String> log = new ConcurrentLinkedQueue<>();
        try (Cast cast = new Cast(setting)) {
            cast.startParked(
                    "one that has it three times",
                    () -> log.add(Select.of(
                                    receive(twice, i -> "first " + i),
                                    receive(end, i -> "end " + i),
                                    receive(twice, i -> "first " + i),
                                    receive(twice, i -> "first " + i))
                            .await()));
            cast.startParked("one behind it", () -> log.add("second " + twice.receive()));
            cast.startParked("one more", () -> log.add("third " + third.receive()));
            twice.send(1);
            twice.send(2);
            third.send(3);
            cast.joinAll();
        }
        assertThat(log).containsExactlyInAnyOrder("first 1", "second 2", "third 3");
        assertThat(twice.trySend(1)).isFalse();
        assertThat(end.trySend(1)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s4SelectsWaitInTheOrderOfTheirArrivalWithAllOthers(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> other = Channel.rendezvous();
        @Nullable Integer[] received = new @Nullable Integer[ACTORS];
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                int number = i;
                cast.startParked(
                        "receiver " + i,
                        () -> received[number] = number % 2 == 0
                                ? Select.<Integer>of(receive(other), receive(channel))
                                        .await()
                                : channel.receive());
            }
            for (int i = 0; i < ACTORS; i++) channel.send(i);
            cast.joinAll();
        }
        assertThat(Arrays.asList(received)).isEqualTo(ChannelContract.range(0, ACTORS));
    }

    // ---------------------------------------------------------------- S5: one wins, the others leave

    @ParameterizedTest
    @MethodSource("settings")
    void s5ASelectThatWaitsIsServedOnceByASenderAndAReceiver(Setting setting) {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        for (int way = 0; way < 2; way++) {
            try (Cast cast = new Cast(setting)) {
                List<String> log = new ArrayList<>();
                cast.startParked(
                        "selecting",
                        () -> log.add(Select.of(receive(in, i -> "received " + i), send(out, 7, () -> "sent"))
                                .await()));
                if (way == 0) assertThat(in.trySend(3)).isTrue();
                else assertThat(out.tryReceive()).isEqualTo(7);
                assertThat(in.trySend(4)).as("the select has left").isFalse();
                assertThat(out.tryReceive()).as("the select has left").isNull();
                cast.joinAll();
                assertThat(log).containsExactly(way == 0 ? "received 3" : "sent");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s5TwoSelectsMeetEachOther(Setting setting) {
        Channel<Integer> a = Channel.rendezvous();
        Channel<Integer> b = Channel.rendezvous();
        int rounds = 500;
        AtomicInteger sum = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("left", () -> {
                Select<Integer> select =
                        Select.of(send(a, 1, () -> 1), receive(b, i -> i), receive(a, i -> i), send(b, 1, () -> 1));
                for (int i = 0; i < rounds; i++) sum.addAndGet(select.await());
            });
            cast.start("right", () -> {
                Select<Integer> select =
                        Select.of(receive(b, i -> i), send(b, 1, () -> 1), send(a, 1, () -> 1), receive(a, i -> i));
                for (int i = 0; i < rounds; i++) sum.addAndGet(select.await());
            });
            cast.joinAll();
        }
        assertThat(sum).hasValue(2 * rounds);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s5ALoserLeavesNobodyBehind(Setting setting) {
        Channel<Integer> quiet = Channel.rendezvous();
        Channel<Integer> busy = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            cast.start("selecting", () -> {
                Select<Integer> select = Select.of(receive(busy), receive(quiet), send(quiet, 1, () -> -1));
                for (int i = 0; i < 500; i++) {
                    if (select.await() != i) throw new AssertionError("the quiet one has spoken");
                }
            });
            cast.start("sending", () -> {
                for (int i = 0; i < 500; i++) busy.send(i);
            });
            cast.joinAll();
        }
        assertThat(quiet.trySend(1)).isFalse();
        assertThat(quiet.tryReceive()).isNull();
    }

    // ---------------------------------------------------------------- S6: nothing to wait for

    @ParameterizedTest
    @MethodSource("settings")
    void s6ASelectWithoutCasesWaitsUntilItIsCancelled(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            Actor none = cast.startParked("none", () -> Select.<String>of().await());
            Actor absent = cast.startParked(
                    "absent",
                    () -> Select.of(receive(closed(), i -> "").when(() -> false))
                            .await());
            for (Actor actor : List.of(none, absent)) {
                actor.cancel();
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(CancelledException.class);
            }
        }
    }

    // ---------------------------------------------------------------- S7 and S8: closed channels

    @ParameterizedTest
    @MethodSource("settings")
    void s7AClosedChannelThrowsIfItIsChosen(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            Actor sending = cast.start(
                    "sending", () -> Select.of(send(closed(), 1, () -> "sent")).await());
            Actor receiving =
                    cast.start("receiving", () -> Select.of(receive(closed())).await());
            for (Actor actor : List.of(sending, receiving)) {
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(ChannelClosedException.class);
            }
        }
        Channel<Integer> ready = holding(1);
        assertThat(Select.biased(receive(ready), send(closed(), 1, () -> -1)).await())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s7AClosedChannelIsDrainedFirst(Setting setting) {
        Channel<Integer> channel = holding(1, 2);
        channel.close();
        assertThat(inActor(setting, () -> {
                    Select<Integer> select = Select.of(receive(channel, i -> i, () -> -1));
                    return List.of(select.await(), select.await(), select.await(), select.await());
                }))
                .containsExactly(1, 2, -1, -1);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s8ACloseWakesSelectsThatWait(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        Channel<Integer> sentTo = Channel.rendezvous();
        Channel<Integer> other = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<String> log = Collections.synchronizedList(new ArrayList<>());
            cast.startParked(
                    "told",
                    () -> log.add(Select.of(
                                    receive(other, i -> "received"), receive(channel, i -> "received", () -> "closed"))
                            .await()));
            Actor receiving = cast.startParked(
                    "receiving",
                    () -> Select.of(receive(other), receive(channel)).await());
            Actor sending = cast.startParked(
                    "sending",
                    () -> Select.of(receive(other), send(sentTo, 1, () -> -1)).await());
            channel.close();
            sentTo.close();
            for (Actor actor : List.of(sending, receiving)) {
                actor.awaitEnd();
                assertThat(actor.failure()).isInstanceOf(ChannelClosedException.class);
            }
            Watchdog.await("the one that is told", () -> log.size() == 1, log::toString);
            assertThat(log).containsExactly("closed");
            assertThat(other.trySend(1)).isFalse();
        }
    }

    // ---------------------------------------------------------------- S9: other things than channels

    @ParameterizedTest
    @MethodSource("settings")
    void s9ATimeoutIsChosenIfNothingElseComes(Setting setting) {
        Channel<Integer> never = Channel.rendezvous();
        assertThat(inActor(setting, () -> {
                    Select<String> select =
                            Select.of(receive(never, i -> "received"), timeout(SHORT, () -> "too late"));
                    return select.await() + ", " + select.await();
                }))
                .isEqualTo("too late, too late");
        assertThat(never.trySend(1)).isFalse();
        assertThat(inActor(
                        setting,
                        () -> Select.of(receive(never, i -> ""), timeout(Duration.ZERO, () -> "at once"))
                                .await()))
                .isEqualTo("at once");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s9ATimeoutIsNotChosenIfSomethingComes(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            List<String> log = new ArrayList<>();
            cast.startParked("selecting", () -> {
                Select<String> select = Select.of(receive(channel, i -> "received " + i), timeout(LONG, () -> ""));
                for (int i = 0; i < 100; i++) log.add(select.await());
            });
            for (int i = 0; i < 100; i++) channel.send(i);
            cast.joinAll();
            assertThat(log).hasSize(100).last().isEqualTo("received 99");
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s9ATimeoutThatRacesWithASendLosesAndDoublesNothing(Setting setting) {
        Channel<Integer> channel = Channel.rendezvous();
        int rounds = 200;
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("receiving", () -> {
                Select<Integer> select = Select.of(
                        receive(channel, i -> received.incrementAndGet()), timeout(Duration.ofNanos(50_000), () -> 0));
                for (int i = 0; i < rounds; i++) select.await();
                channel.close();
            });
            cast.start("sending", () -> {
                Select<Boolean> select = Select.of(
                        send(channel, 1, () -> sent.incrementAndGet() > 0),
                        timeout(Duration.ofNanos(70_000), () -> true));
                try {
                    while (select.await()) Weft.yield();
                } catch (ChannelClosedException e) {
                    // the end
                }
            });
            cast.joinAll();
        }
        assertThat(received.get()).isEqualTo(sent.get());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s9TheEndOfARoutineIsACase(Setting setting) {
        Channel<Integer> go = Channel.rendezvous();
        Channel<Integer> never = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            Routine<Integer> routine = Weft.go(() -> go.receive());
            Routine<Integer> failing = Weft.go(() -> {
                throw new IllegalStateException("expected " + go.receive());
            });
            Routine<@Nullable Void> action = Weft.go(() -> {});
            List<String> log = Collections.synchronizedList(new ArrayList<>());
            Actor joining = cast.startParked(
                    "joining",
                    () -> log.add(Select.of(join(routine, i -> "ended with " + i), receive(never, i -> "received"))
                            .await()));
            if (go.trySend(7)) go.send(7);
            else {
                go.send(7);
                go.send(7);
            }
            joining.join();
            assertThat(log).containsExactly("ended with 7");
            Actor thrown = cast.start(
                    "thrown", () -> Select.of(join(failing), receive(never)).await());
            thrown.awaitEnd();
            assertThat(thrown.failure()).isInstanceOf(RoutineFailedException.class);
            Actor nothing = cast.start("nothing", () -> {
                if (Select.of(join(action)).await() != null) throw new AssertionError("an action has no result");
                if (Select.of(join(routine)).await() != 7) throw new AssertionError("it has ended already");
            });
            nothing.join();
        }
    }

    /** A counter of permits, which tells all listeners of each. */
    private static final class Permits implements Event<String> {
        private final AtomicInteger permits = new AtomicInteger();
        private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

        void give() {
            permits.incrementAndGet();
            listeners.forEach(Listener::signal);
        }

        @Override
        public boolean attempt(Consumer<? super String> result) {
            int n = permits.get();
            while (n > 0) {
                if (permits.compareAndSet(n, n - 1)) {
                    result.accept("permit");
                    return true;
                }
                n = permits.get();
            }
            return false;
        }

        @Override
        public void subscribe(Listener listener) {
            listeners.add(listener);
            if (permits.get() > 0) listener.signal();
        }

        @Override
        public void unsubscribe(Listener listener) {
            listeners.remove(listener);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void s9AnEventOfTheProgramsOwnIsACase(Setting setting) {
        Permits event = new Permits();
        Channel<Integer> channel = Channel.rendezvous();
        int each = 200;
        AtomicInteger permits = new AtomicInteger();
        AtomicInteger elements = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            for (int a = 0; a < 3; a++) {
                cast.start("selecting " + a, () -> {
                    Select<Integer> select = Select.of(
                            on(event, p -> permits.incrementAndGet()),
                            receive(channel, i -> elements.incrementAndGet()));
                    for (int i = 0; i < 2 * each; i++) select.await();
                });
            }
            cast.start("giving", () -> {
                for (int i = 0; i < 3 * each; i++) {
                    event.give();
                    if (i % 7 == 0) Weft.yield();
                }
            });
            cast.start("sending", () -> {
                for (int i = 0; i < 3 * each; i++) channel.send(i);
            });
            cast.joinAll();
        }
        assertThat(permits).hasValue(3 * each);
        assertThat(elements).hasValue(3 * each);
        assertThat(event.listeners).isEmpty();
        assertThat(event.permits).hasValue(0);
    }

    @Test
    void s9SignalsForNothingDoNoHarm() {
        List<Event.Listener> listeners = Collections.synchronizedList(new ArrayList<>());
        Event<String> never = new Event<>() {
            @Override
            public boolean attempt(Consumer<? super String> result) {
                return false;
            }

            @Override
            public void subscribe(Listener listener) {
                listeners.add(listener);
                listener.signal();
                listener.signal();
            }

            @Override
            public void unsubscribe(Listener listener) {}
        };
        Channel<Integer> channel = Channel.rendezvous();
        Select<String> select =
                Select.of(on(never), receive(channel, i -> "received " + i), timeout(SHORT, () -> "too late"));
        assertThat(select.await()).isEqualTo("too late");
        listeners.forEach(Event.Listener::signal);
        assertThat(select.await()).isEqualTo("too late");
    }

    // ---------------------------------------------------------------- S10: biased

    @ParameterizedTest
    @MethodSource("settings")
    void s10ABiasedSelectTakesTheFirstReadyOne(Setting setting) {
        Channel<Integer> first = Channel.buffered(1);
        Channel<Integer> second = holding(1, 2, 3);
        assertThat(inActor(setting, () -> {
                    Select<Integer> select = Select.biased(receive(first), receive(second), otherwise(() -> -1));
                    List<Integer> order = new ArrayList<>();
                    order.add(select.await());
                    first.send(10);
                    for (int i = 0; i < 4; i++) order.add(select.await());
                    return order;
                }))
                .containsExactly(1, 10, 2, 3, -1);
    }

    // ---------------------------------------------------------------- what others see

    @ParameterizedTest
    @MethodSource("settings")
    void c8WhatHappenedBeforeASelectSendsIsSeenAfterASelectReceives(Setting setting) {
        int rounds = 2_000;
        int[] plain = new int[rounds];
        Channel<Integer> a = Channel.rendezvous();
        Channel<Integer> b = Channel.buffered(3);
        AtomicInteger received = new AtomicInteger();
        try (Cast cast = new Cast(setting)) {
            cast.start("sender", () -> {
                int[] next = {0};
                Select<Integer> select = Select.of(
                        sendNext(a, () -> next[0], () -> next[0]++), sendNext(b, () -> next[0], () -> next[0]++));
                while (next[0] < rounds) {
                    plain[next[0]] = next[0] + 1;
                    select.await();
                }
            });
            cast.start("receiver", () -> {
                Select<Integer> select = Select.of(receive(a), receive(b));
                for (int i = 0; i < rounds; i++) {
                    int element = select.await();
                    if (plain[element] != element + 1) throw new AssertionError(element + " came before its write");
                    received.incrementAndGet();
                }
            });
            cast.joinAll();
        }
        assertThat(received).hasValue(rounds);
    }

    /** What a fiber allocates while it waits in the same select thousands of times, with a time. */
    @Test
    void aSelectThatIsUsedAgainAllocatesNothing() {
        int rounds = 3_000;
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        Channel<Integer> quiet = Channel.rendezvous();
        try (World world = new World(1)) {
            long allocated = world.run(() -> {
                Routine<@Nullable Void> echo = Weft.go(() -> exchange(
                        Select.of(receive(in), receive(quiet), timeout(LONG, () -> -1)),
                        Select.of(send(out, 1, () -> 1), receive(quiet), timeout(LONG, () -> -1)),
                        3 * rounds));
                Select<Integer> sending = Select.of(send(in, 1, () -> 1), receive(quiet), timeout(LONG, () -> -1));
                Select<Integer> receiving = Select.of(receive(out), receive(quiet), timeout(LONG, () -> -1));
                exchange(sending, receiving, 2 * rounds); // all is made, and the classes are loaded
                long before = allocatedByCarrier();
                exchange(sending, receiving, rounds);
                long after = allocatedByCarrier();
                echo.join();
                return after - before;
            });
            assertThat(allocated).as("bytes for %d rounds", rounds).isLessThan(2L * rounds);
        }
    }

    @Fiber
    private static void exchange(Select<Integer> first, Select<Integer> second, int rounds) {
        for (int i = 0; i < rounds; i++) {
            if (first.await() < 0 || second.await() < 0) throw new AssertionError("too late");
        }
    }

    private static long allocatedByCarrier() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    // ---------------------------------------------------------------- cancellation, and use

    @ParameterizedTest
    @MethodSource("settings")
    void c9ACancelledSelectHasDoneNothing(Setting setting) {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        try (Cast cast = new Cast(setting)) {
            Actor actor = cast.startParked(
                    "cancelled",
                    () -> Select.of(receive(in), send(out, 1, () -> 1), timeout(LONG, () -> 2))
                            .await());
            actor.cancel();
            actor.awaitEnd();
            assertThat(actor.failure()).isInstanceOf(CancelledException.class);
            assertThat(in.trySend(1)).isFalse();
            assertThat(out.tryReceive()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void c9ACancellationThatRacesWithASendLosesNothing(Setting setting) {
        try (Cast cast = new Cast(setting)) {
            for (int round = 0; round < 200; round++) {
                Channel<Integer> a = Channel.rendezvous();
                Channel<Integer> b = Channel.rendezvous();
                AtomicInteger received = new AtomicInteger();
                AtomicInteger sent = new AtomicInteger();
                Actor receiver = cast.start("receiver", () -> {
                    Select.of(receive(a), receive(b)).await();
                    received.incrementAndGet();
                });
                if (round % 2 == 0) receiver.awaitParked();
                Actor sender = cast.start("sender", () -> {
                    if (a.trySend(1)) sent.incrementAndGet();
                    if (b.trySend(1)) sent.incrementAndGet();
                });
                receiver.cancel();
                sender.awaitEnd();
                receiver.awaitEnd();
                assertThat(received.get()).as("round %d", round).isEqualTo(sent.get());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void handlersRunAfterTheChoiceAndMayWaitAndSelect(Setting setting) {
        Channel<Integer> a = Channel.buffered(3);
        Channel<Integer> b = holding(5, 6);
        assertThat(inActor(setting, () -> {
                    Select<Integer> inner = Select.of(receive(b));
                    Select<Integer> outer = Select.of(send(a, 1, () -> {
                        a.send(2);
                        return a.receive() + a.receive() + inner.await();
                    }));
                    return outer.await() + outer.await();
                }))
                .isEqualTo(3 + 5 + 3 + 6);
        assertThat(inActor(setting, () -> {
                    Select<Integer> failing = Select.of(send(a, 1, () -> {
                        throw new IllegalStateException("expected");
                    }));
                    int thrown = 0;
                    for (int i = 0; i < 2; i++) {
                        try {
                            failing.await();
                        } catch (IllegalStateException e) {
                            thrown++;
                        }
                    }
                    return thrown;
                }))
                .isEqualTo(2);
    }

    /** The example of the Javadoc: a queue without bounds between two channels. */
    @ParameterizedTest
    @MethodSource("settings")
    void aSelectIsUsedAgainAndAgainWithConditions(Setting setting) {
        Channel<Integer> in = Channel.rendezvous();
        Channel<Integer> out = Channel.rendezvous();
        List<Integer> received = new ArrayList<>();
        try (Cast cast = new Cast(setting)) {
            cast.start("queue", () -> {
                Deque<Integer> waiting = new ArrayDeque<>();
                boolean[] open = {true};
                Select<Boolean> select = Select.of(
                        receive(in, waiting::add, () -> open[0] = false).when(() -> open[0]),
                        sendNext(out, waiting::peek, () -> waiting.remove() != null)
                                .when(() -> !waiting.isEmpty()));
                while (open[0] || !waiting.isEmpty()) select.await();
                out.close();
            });
            cast.start("sender", () -> {
                for (int i = 0; i < 300; i++) in.send(i);
                in.close();
            });
            cast.start("receiver", () -> out.forEach(received::add));
            cast.joinAll();
        }
        assertThat(received).isEqualTo(ChannelContract.range(0, 300));
    }

    @Test
    void aSelectUsedByTwoAtOnceIsAnError() {
        try (Cast cast = new Cast(Setting.THREADS)) {
            Select<Integer> select = Select.of(receive(Channel.<Integer>rendezvous()));
            Actor first = cast.startParked("first", select::await);
            assertThatThrownBy(select::await).isInstanceOf(IllegalStateException.class);
            first.cancel();
            first.awaitEnd();
        }
        assertThat(Select.of(receive(holding(1))).toString()).isEqualTo("Select[1 clause]");
    }
}
