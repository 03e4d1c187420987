// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

class BufferedChannelTest extends ChannelContract {
    @Override
    <E> Channel<E> create() {
        return Channel.buffered(5);
    }

    @Override
    int room() {
        return 5;
    }
}
