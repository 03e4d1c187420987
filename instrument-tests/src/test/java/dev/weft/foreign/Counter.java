// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import dev.weft.Fiber;

/** Not related to {@link Till}, with the same method. */
public interface Counter {
    /** Waits for a coin. */
    @Fiber
    int take(String who);
}
