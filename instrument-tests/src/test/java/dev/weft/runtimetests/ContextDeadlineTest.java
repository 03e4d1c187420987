// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import dev.weft.channel.Channel;
import dev.weft.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** X3 and X7 of docs/semantics.md: deadlines. */
@Timeout(60)
class ContextDeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofDays(1);

    @InEachSetting
    void x3AChildHasTheEarlierDeadline(Setting setting) {
        Cast.all(setting, () -> childHasTheEarlierDeadline());
    }

    private static void childHasTheEarlierDeadline() {
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

    @InEachSetting
    void x3ADeadlineThatHasPassedCancelsAtOnceAndCenturiesAreCut(Setting setting) {
        Cast.all(setting, () -> deadlinesInThePastAndInCenturies());
    }

    private static void deadlinesInThePastAndInCenturies() {
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

    @InEachSetting
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
}
