// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.channel.Channel;

/** The contract, for a channel with a buffer. */
class BufferedChannelTest extends BoundedChannelContract {
    @Override
    Channel<Integer> create() {
        return Channel.buffered(3);
    }
}
