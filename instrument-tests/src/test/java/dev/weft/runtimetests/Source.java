// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Fiber;
import dev.weft.channel.Channel;

/** A class with a fiber method, to be overridden by one that isn't instrumented. */
public class Source {
    /** Receives. */
    @Fiber
    public int take(Channel<Integer> channel) {
        return channel.receive();
    }
}
