// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.channel.Channel;

/** The contract, for the smallest buffer. */
class OnePlaceChannelTest extends BoundedChannelContract {
    @Override
    Channel<Integer> create() {
        return Channel.buffered(1);
    }

    @InEachSetting
    void c8AReceiveHappensBeforeTheSendThatItMadeRoomFor(Setting setting) {
        Channel<Integer> channel = create();
        int[] counter = {0};
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < ACTORS; i++) {
                cast.start("actor " + i, () -> {
                    for (int k = 0; k < 300; k++) {
                        channel.send(k);
                        counter[0]++;
                        channel.receive();
                    }
                });
            }
            cast.joinAll();
        }
        assertThat(counter[0]).isEqualTo(ACTORS * 300);
    }
}
