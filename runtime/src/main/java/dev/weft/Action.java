// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/** What a routine runs, without a result. */
@FunctionalInterface
public interface Action {
    /**
     * Does the work; may block.
     *
     * @throws Exception the routine's failure
     */
    @Fiber
    void run() throws Exception;
}
