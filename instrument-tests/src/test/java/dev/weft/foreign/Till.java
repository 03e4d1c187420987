// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import dev.weft.Fiber;

/** What is implemented by instrumented classes, by others, and by proxies. */
public interface Till {
    /** Waits for a coin and adds it. */
    @Fiber
    int take(String who);

    /** Calls {@link #take} twice. */
    @Fiber
    default int takeTwice(String who) {
        return take(who) * 100 + take(who);
    }
}
