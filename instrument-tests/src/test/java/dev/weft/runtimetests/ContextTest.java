// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.on;
import static dev.weft.channel.Select.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.CancelledException;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** X1, X2 and X5 of docs/semantics.md: being cancelled, by whom, and values. */
@Timeout(60)
class ContextTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Context.Key<String> NAME = Context.Key.of("name");
    private static final Context.Key<Integer> NUMBER = Context.Key.of("number");

    private static IOException cause() {
        return new IOException("the cause");
    }

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

    @InEachSetting
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

    @InEachSetting
    void x2TheFirstCauseWins(Setting setting) {
        Cast.all(setting, () -> firstCauseWins());
    }

    private static void firstCauseWins() {
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

    @InEachSetting
    void x2OfThoseThatCancelAtOnceOneGivesTheCauseToAll(Setting setting) {
        for (int round = 0; round < 20; round++) {
            Context.Cancellable context = Context.background().withCancel();
            Context.Cancellable child = context.withCancel();
            List<Throwable> seen = new CopyOnWriteArrayList<>();
            Cast.all(setting, () -> {
                context.cancel(new IOException("one of several"));
                seen.add(context.cause());
                seen.add(child.cause());
            });
            assertThat(seen).hasSize(6).allMatch(cause -> cause == context.cause());
        }
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

    @InEachSetting
    void x5ValuesAreFoundByTheIdentityOfTheirKeys(Setting setting) {
        Cast.all(setting, () -> valuesAreFoundByTheIdentityOfTheirKeys());
    }

    private static void valuesAreFoundByTheIdentityOfTheirKeys() {
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
}
