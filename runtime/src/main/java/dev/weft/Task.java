// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import org.jspecify.annotations.Nullable;

/**
 * What a routine runs, with a result.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Task<T extends @Nullable Object> {
    /**
     * Does the work; may block.
     *
     * @return the result
     * @throws Exception the routine's failure
     */
    @Fiber
    T run() throws Exception;
}
