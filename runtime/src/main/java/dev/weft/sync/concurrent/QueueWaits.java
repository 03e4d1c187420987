// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync.concurrent;

import dev.weft.internal.sync.Waiters;
import java.util.Iterator;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a queue of the JDK: for elements, and for room. The queue itself keeps the elements, and is asked by those of its methods
 * that don't wait.
 */
final class QueueWaits {
    /** Those that want an element. */
    final Waiters takers = new Waiters();

    /** Those that want room. */
    final Waiters putters = new Waiters();

    QueueWaits() {}

    /** Tells who waits for an element if one was added. */
    boolean added(boolean isAdded) {
        if (isAdded) takers.signal();
        return isAdded;
    }

    /** Tells who waits for room if something was removed. */
    boolean removed(boolean isRemoved) {
        if (isRemoved) putters.signal();
        return isRemoved;
    }

    /** Tells who waits for room if an element was taken. */
    <E> @Nullable E taken(@Nullable E element) {
        if (element != null) putters.signal();
        return element;
    }

    /** Does something that may add or remove any number of elements, also if it fails in the middle. */
    boolean change(BooleanSupplier change) {
        try {
            return change.getAsBoolean();
        } finally {
            changed();
        }
    }

    /** Any number of elements may have been added or removed. */
    void changed() {
        takers.signalAll();
        putters.signalAll();
    }

    /** An iterator whose removals make room. */
    <E> Iterator<E> iterator(Iterator<E> elements) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return elements.hasNext();
            }

            @Override
            public E next() {
                return elements.next();
            }

            @Override
            public void remove() {
                elements.remove();
                putters.signal();
            }
        };
    }
}
