// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

class RendezvousChannelTest extends ChannelContract {
    @Override
    <E> Channel<E> create() {
        return Channel.rendezvous();
    }

    @Override
    int room() {
        return 0;
    }
}
