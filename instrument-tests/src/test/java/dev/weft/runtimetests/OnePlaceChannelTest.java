// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.channel.Channel;

/** The contract, for the smallest buffer. */
class OnePlaceChannelTest extends ChannelContract {
    @Override
    Channel<Integer> create() {
        return Channel.buffered(1);
    }

    @Override
    boolean isBounded() {
        return true;
    }
}
