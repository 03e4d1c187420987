// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.size;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Routine;
import dev.weft.channel.Channel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.vm.VM;

/** A field more may cost each of millions of fibers eight bytes. */
class LayoutsTest {
    private static final int FRAMES = 5;
    private static final long MAX_BYTES = 260;

    @Test
    void aFiberThatIsParkedThreeCallsDeepTakesNoMoreThan260Bytes() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Routine<Long> routine = Layouts.park(channel);
        List<Object> parts = Layouts.parts(routine);
        assertThat(parts).hasSize(1 + FRAMES);
        assertThat(parts.stream().mapToLong(VM.current()::sizeOf).sum()).isLessThanOrEqualTo(MAX_BYTES);
        channel.send(1);
        assertThat(routine.join()).isEqualTo(1 + (21 & 10) + (10 & 5) + (3 & 4) + 1);
    }
}
