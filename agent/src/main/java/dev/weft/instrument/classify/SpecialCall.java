// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.classify.CallCatalogue.Treatment;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a fiber method for a call that the catalogue names.
 *
 * @param treatment how the call is treated
 * @param substitute the static method that is called instead, null if there is none
 */
public record SpecialCall(Treatment treatment, @Nullable Substitute substitute) {
    /**
     * A static method of the runtime, which has the receiver as its first parameter.
     *
     * @param owner internal name of its class
     * @param name its name
     * @param descriptor plain descriptor
     * @param takesContinuation whether the continuation is its last parameter, since it never suspends
     * @param narrowed internal name of the type that the result is cast to; null if it has it already
     */
    public record Substitute(
            String owner,
            String name,
            String descriptor,
            boolean takesContinuation,
            @Nullable String narrowed) {}
}
