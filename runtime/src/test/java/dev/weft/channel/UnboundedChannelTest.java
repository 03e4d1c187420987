// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

class UnboundedChannelTest extends ChannelContract {
    @Override
    <E> Channel<E> create() {
        return Channel.unbounded();
    }

    @Override
    int room() {
        return 1000;
    }
}
