// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static dev.weft.channel.Select.otherwise;
import static dev.weft.channel.Select.receive;
import static dev.weft.channel.Select.send;
import static dev.weft.channel.Select.sendNext;
import static dev.weft.channel.Select.timeout;
import static dev.weft.runtimetests.ReadyChannels.closed;
import static dev.weft.runtimetests.ReadyChannels.holding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** S1 of docs/semantics.md: what a select evaluates, and when. */
class SelectEvaluationTest {
    private static final Duration LONG = Duration.ofDays(1);

    @InEachSetting
    void s1ConditionsAndElementsAreEvaluatedOnceInTheirOrderBeforeTheChoice(Setting setting) {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Channel<Integer> full = holding(1);
        Channel<Integer> free = Channel.buffered(1);
        Cast.ask(setting, () -> {
            Select<String> select = Select.of(
                    SelectEvaluationTest.<Integer, String>logged(
                            sendNext(full, () -> noted(log, "a", 1), () -> "full"), log, "if a"),
                    SelectEvaluationTest.<Integer, String>logged(
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

    @InEachSetting
    void s1AClauseWhoseConditionFailsOffersNothingAndIsNotThere(Setting setting) {
        Channel<Integer> channel = Channel.buffered(1);
        AtomicInteger asked = new AtomicInteger();
        String answer = Cast.ask(
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

    @InEachSetting
    void s10ABiasedSelectTakesTheFirstReadyOne(Setting setting) {
        Channel<Integer> first = Channel.buffered(1);
        Channel<Integer> second = holding(1, 2, 3);
        assertThat(Cast.ask(setting, () -> {
                    Select<Integer> select = Select.biased(receive(first), receive(second), otherwise(() -> -1));
                    List<Integer> order = new ArrayList<>();
                    order.add(select.await());
                    first.send(10);
                    for (int i = 0; i < 4; i++) order.add(select.await());
                    return order;
                }))
                .containsExactly(1, 10, 2, 3, -1);
    }
}
