// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Select;
import dev.weft.context.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;

/** Scenarios of Go's tests of {@code context}, written anew; docs/conformance.md tells where the others are. */
@Timeout(60)
class GoContextTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);
    private static final int LAYERS = 30;

    /** Go's TestLayersCancel: a chain of contexts of all kinds, as drawn, has all values, and is cancelled as one. */
    @InEachSetting
    void layersOfAllKindsAreCancelledAsOne(Setting setting) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        try (Context.Cancellable root = Context.background().withCancel()) {
            Layers layers = new Layers(root, seed, LAYERS);
            try (Cast cast = new Cast(setting)) {
                layers.letWait(cast);
                layers.expectValuesAnd(null);
                IOException cause = new IOException("expected");
                root.cancel(cause);
                cast.joinAll();
                layers.expectValuesAnd(cause);
            }
        } catch (AssertionError e) {
            throw new AssertionError("-Dweft.seed=" + seed, e);
        }
    }

    /** Go's TestLayersTimeout: likewise by the deadline of the first. */
    @InEachSetting
    void layersOfAllKindsEndWithTheFirstDeadline(Setting setting) {
        long seed = Long.getLong("weft.seed", System.nanoTime());
        try (Context.Cancellable root = Context.background().withTimeout(SHORT)) {
            Layers layers = new Layers(root, seed, LAYERS);
            try (Cast cast = new Cast(setting)) {
                for (Context context : layers.contexts) cast.start("waiting", () -> waitIn(context));
                cast.joinAll();
            }
            assertThat(root.cause()).isInstanceOf(TimeoutException.class);
            layers.expectValuesAnd(root.cause());
        } catch (AssertionError e) {
            throw new AssertionError("-Dweft.seed=" + seed, e);
        }
    }

    /** A chain of contexts. */
    private static final class Layers {
        final List<Context> contexts = new ArrayList<>();
        final List<Context.Key<Integer>> keys = new ArrayList<>();

        Layers(Context root, long seed, int count) {
            SplittableRandom random = new SplittableRandom(seed);
            Context last = root;
            for (int i = 0; i < count; i++) {
                last = switch (random.nextInt(3)) {
                    case 0 -> last.withCancel();
                    case 1 -> last.withTimeout(LONG.plusDays(random.nextInt(3)));
                    default -> {
                        Context.Key<Integer> key = Context.Key.of("key " + keys.size());
                        keys.add(key);
                        yield last.with(key, keys.size() - 1);
                    }
                };
                contexts.add(last);
            }
        }

        void letWait(Cast cast) {
            for (Context context : contexts) cast.startParked("waiting", () -> waitIn(context));
        }

        void expectValuesAnd(Throwable cause) {
            assertThat(contexts).allMatch(context -> context.cause() == cause);
            Context last = contexts.get(contexts.size() - 1);
            for (int i = 0; i < keys.size(); i++)
                assertThat(last.get(keys.get(i))).isEqualTo(i);
        }
    }

    @Fiber
    private static void waitIn(Context context) {
        Channel<Integer> never = Channel.rendezvous();
        try {
            context.run(() -> never.receive());
        } catch (CancelledException e) {
            assertThat(e.getCause()).isSameAs(context.cause());
            return;
        }
        throw new AssertionError("nothing was sent");
    }

    /** Go's TestSimultaneousCancels: all contexts of a tree, each by somebody else. */
    @InEachSetting
    void allContextsOfATreeAreCancelledAtOnce(Setting setting) {
        List<Context.Cancellable> tree =
                new ArrayList<>(List.of(Context.background().withCancel()));
        for (int i = 0; tree.size() < 60; i++) {
            tree.add(tree.get(i).withCancel());
            tree.add(tree.get(i).withCancel());
        }
        try (Cast cast = new Cast(setting)) {
            for (Context.Cancellable context : tree) {
                cast.start("cancelling", () -> context.cancel());
                cast.start("waiting", () -> Select.of(on(context.done())).await());
            }
            cast.joinAll();
        }
        assertThat(tree).allMatch(Context::isCancelled);
    }

    /** Go's TestInterlockedCancels: what each cancellation does is to cancel the other one. */
    @InEachSetting
    void contextsThatCancelEachOtherAreCancelled(Setting setting) {
        Context.Cancellable parent = Context.background().withCancel();
        Context.Cancellable child = parent.withCancel();
        Context.Registration first = parent.afterFunc(child::cancel);
        Context.Registration second = child.afterFunc(parent::cancel);
        try (Cast cast = new Cast(setting)) {
            cast.start("parent", parent::cancel);
            cast.start("waiting", () -> Select.of(on(child.done())).await());
            cast.joinAll();
        }
        assertThat(parent.isCancelled() && child.isCancelled()).isTrue();
        assertThat(first.stop() || second.stop())
                .as("they have run, or are about to")
                .isFalse();
    }

    /** Go's TestCanceledTimeout: what was cancelled before its time stays so. */
    @InEachSetting
    void aTimeoutThatComesAfterTheCancelChangesNothing(Setting setting) {
        Cast.all(setting, () -> {
            Context.Cancellable context = Context.background().withTimeout(Duration.ofMillis(3));
            Context.Cancellable within = context.withTimeout(LONG);
            within.cancel();
            assertThat(within.cause()).isInstanceOf(CancelledException.class);
            Throwable done = Select.of(on(context.done())).await();
            assertThat(done).isInstanceOf(TimeoutException.class);
            assertThat(within.cause()).isInstanceOf(CancelledException.class);
        });
    }

    /** Go's TestCauseRace: who finds it cancelled finds the cause, while another one gives it. */
    @InEachSetting
    void theCauseIsThereAsSoonAsItIsCancelled(Setting setting) {
        for (int round = 0; round < 20; round++) {
            Context.Cancellable context = Context.background().withCancel();
            IOException cause = new IOException("expected");
            try (Cast cast = new Cast(setting)) {
                cast.start("asking", () -> {
                    while (!context.isCancelled()) Weft.yield();
                    assertThat(context.cause()).isSameAs(cause);
                });
                cast.start("cancelling", () -> context.cancel(cause));
                cast.joinAll();
            }
        }
    }

    /** Go's TestAfterFuncCalledAfterCancel, …AfterTimeout, …Immediately, …Asynchronously, and TestAfterFuncNotCalledAfterStop. */
    @InEachSetting
    void whatIsDoneAfterwardsIsDoneOnceAndByAnotherOne(Setting setting) {
        Cast.all(setting, () -> {
            AtomicInteger runs = new AtomicInteger();
            Channel<Integer> gate = Channel.rendezvous();
            Context.Cancellable cancelled = Context.background().withCancel();
            Context timedOut = Context.background().withTimeout(SHORT);
            Context.Registration stopped = cancelled.afterFunc(runs::incrementAndGet);
            assertThat(stopped.stop()).isTrue();
            for (Context context : List.of(cancelled, timedOut)) {
                Channel<Integer> ran = Channel.rendezvous();
                context.afterFunc(() -> {
                    gate.receive(); // so it isn't the canceller who runs it
                    runs.incrementAndGet();
                    ran.send(1);
                });
                if (context == cancelled) cancelled.cancel();
                gate.send(1);
                ran.receive();
            }
            Channel<Integer> atOnce = Channel.rendezvous();
            cancelled.afterFunc(() -> atOnce.send(runs.get()));
            assertThat(atOnce.receive()).isEqualTo(2);
        });
    }
}
