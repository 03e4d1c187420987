// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

class SingleElementChannelTest extends ChannelContract {
    @Override
    <E> Channel<E> create() {
        return Channel.buffered(1);
    }

    @Override
    int room() {
        return 1;
    }
}
