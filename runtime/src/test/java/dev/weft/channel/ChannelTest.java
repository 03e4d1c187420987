// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChannelTest {
    @Test
    void bufferOfNothingIsARendezvous() {
        assertThat(Channel.buffered(0).capacity()).isZero();
        assertThat(Channel.buffered(0).trySend("x")).isFalse();
    }

    @Test
    void negativeCapacityIsRejected() {
        assertThatThrownBy(() -> Channel.buffered(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void capacityIsTheFlavors() {
        assertThat(Channel.rendezvous().capacity()).isZero();
        assertThat(Channel.buffered(3).capacity()).isEqualTo(3);
        assertThat(Channel.unbounded().capacity()).isEqualTo(Integer.MAX_VALUE);
    }
}
