// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Stores as many elements as memory holds. */
public final class Unbounded extends Flavor {
    private final ArrayDeque<Object> elements = new ArrayDeque<>();

    /** A new one. */
    public Unbounded() {}

    @Override
    boolean store(Object element) {
        return elements.add(element);
    }

    @Override
    @Nullable
    Object take() {
        return elements.poll();
    }

    @Override
    boolean hasRoom() {
        return true;
    }

    @Override
    int stored() {
        return elements.size();
    }

    @Override
    public int capacity() {
        return Integer.MAX_VALUE;
    }
}
