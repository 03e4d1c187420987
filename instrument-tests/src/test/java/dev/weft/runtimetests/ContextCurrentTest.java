// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** X8 of docs/semantics.md: which context is the current one. */
@Timeout(60)
class ContextCurrentTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Context.Key<String> NAME = Context.Key.of("name");
    private static final Context.Key<Integer> NUMBER = Context.Key.of("number");

    private static IOException cause() {
        return new IOException("the cause");
    }

    @InEachSetting
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
}
