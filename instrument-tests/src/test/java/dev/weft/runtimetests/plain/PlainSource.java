// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests.plain;

import dev.weft.channel.Channel;
import dev.weft.runtimetests.Source;

/** Overrides a fiber method, and isn't instrumented. */
public final class PlainSource extends Source {
    /** How often the override was entered. */
    public int entered;

    @Override
    public int take(Channel<Integer> channel) {
        entered++;
        return channel.receive() + 1_000;
    }
}
