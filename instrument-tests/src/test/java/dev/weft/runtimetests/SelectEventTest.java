// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.join;
import static dev.weft.channel.Select.on;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Event;
import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** S9 of docs/semantics.md: ends of routines, and events of the program's own. */
class SelectEventTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @InEachSetting
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

    @InEachSetting
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
}
