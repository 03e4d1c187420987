// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import org.jspecify.annotations.Nullable;

/** Stores up to a number of elements. */
public final class Buffered extends Flavor {
    private final @Nullable Object[] elements;
    private int first;
    private int count;

    /**
     * A new one.
     *
     * @param capacity at least 1
     */
    public Buffered(int capacity) {
        elements = new @Nullable Object[capacity];
    }

    @Override
    boolean store(Object element) {
        if (count == elements.length) return false;
        int place = first + count++;
        elements[place < elements.length ? place : place - elements.length] = element;
        return true;
    }

    @Override
    @Nullable
    Object take() {
        if (count == 0) return null;
        Object element = elements[first];
        elements[first] = null;
        if (++first == elements.length) first = 0;
        count--;
        return element;
    }

    @Override
    boolean hasRoom() {
        return count < elements.length;
    }

    @Override
    int stored() {
        return count;
    }

    @Override
    public int capacity() {
        return elements.length;
    }
}
