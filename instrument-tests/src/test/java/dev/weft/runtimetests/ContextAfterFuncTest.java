// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.context.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** X6 of docs/semantics.md: what is done when a context is cancelled. */
@Timeout(60)
class ContextAfterFuncTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Context.Key<String> NAME = Context.Key.of("name");

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

    @InEachSetting
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
}
