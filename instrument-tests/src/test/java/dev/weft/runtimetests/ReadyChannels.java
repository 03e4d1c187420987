// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.channel.Channel;

/** Channels that a select finds ready. */
final class ReadyChannels {
    private ReadyChannels() {}

    /** A full one. */
    static Channel<Integer> holding(int... elements) {
        Channel<Integer> channel = Channel.buffered(elements.length);
        for (int e : elements) channel.send(e);
        return channel;
    }

    /** A closed one with nothing in it. */
    static Channel<Integer> closed() {
        Channel<Integer> channel = Channel.rendezvous();
        channel.close();
        return channel;
    }
}
