// SPDX-License-Identifier: Apache-2.0
package dev.weft.channel;

import dev.weft.Fiber;

/**
 * What {@link Channel#forEach} does with each element.
 *
 * @param <E> the type of the elements
 */
@FunctionalInterface
public interface Receiver<E> {
    /**
     * Takes one element; may block.
     *
     * @param element the element
     * @throws Exception ends the loop, and is thrown by it
     */
    @Fiber
    void accept(E element) throws Exception;
}
