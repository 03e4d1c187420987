// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.channel.Channel;

/** The contract, for a channel with room for any number of elements. */
class UnboundedChannelTest extends ChannelContract {
    @Override
    Channel<Integer> create() {
        return Channel.unbounded();
    }
}
