// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import org.jspecify.annotations.Nullable;

/**
 * What a call that may suspend reaches.
 *
 * @param shadow null if the method that the call names has a fiber entry. Else the internal name of the interface that has
 *     it: only a receiver that implements this has a fiber entry, any other one is called plainly
 */
public record FiberTarget(@Nullable String shadow) {
    /** A method that has a fiber entry itself. */
    public static final FiberTarget DIRECT = new FiberTarget(null);
}
