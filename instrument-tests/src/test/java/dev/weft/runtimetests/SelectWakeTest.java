// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.channel.Clause;
import dev.weft.channel.Select;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a fiber runs that was woken in a select, on a scheduler with one carrier. */
class SelectWakeTest {
    private static final int SENDERS = 4;

    private final List<String> events = new ArrayList<>();
    private final List<Channel<Integer>> channels = new ArrayList<>();

    @Test
    void wokenSelectRunsBehindThoseThatWereReady() throws Exception {
        for (int i = 0; i < SENDERS; i++) channels.add(Channel.rendezvous());
        try (Scheduler scheduler = Scheduler.builder().parallelism(1).build()) {
            scheduler.run(this::receiveFromAll); // so that all is loaded, and no time slice ends in what follows
            events.clear();
            scheduler.run(this::receiveFromAll);
        }
        assertThat(events)
                .containsExactly(
                        "sends 0", "sends 1", "sends 2", "sends 3", "received", "received", "received", "received");
    }

    @Fiber
    private void receiveFromAll() {
        for (int i = 0; i < SENDERS; i++) {
            int number = i;
            Weft.go(() -> {
                events.add("sends " + number);
                channels.get(number).send(number);
            });
        }
        List<Clause<Integer>> clauses = new ArrayList<>();
        for (Channel<Integer> channel : channels) clauses.add(Select.receive(channel));
        Select<Integer> select = Select.of(clauses);
        for (int i = 0; i < SENDERS; i++) {
            int unused = select.await();
            events.add("received");
        }
    }
}
