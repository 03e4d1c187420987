// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.channel.Channel;

/** The contract, for a channel without a buffer. */
class RendezvousChannelTest extends BoundedChannelContract {
    @Override
    Channel<Integer> create() {
        return Channel.rendezvous();
    }
}
