// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import org.jspecify.annotations.Nullable;

/** Stores nothing: each element goes from a sender's hand to a receiver's. */
public final class Rendezvous extends Flavor {
    /** A new one. */
    public Rendezvous() {}

    @Override
    boolean store(Object element) {
        return false;
    }

    @Override
    @Nullable
    Object take() {
        return null;
    }

    @Override
    boolean hasRoom() {
        return false;
    }

    @Override
    int stored() {
        return 0;
    }

    @Override
    public int capacity() {
        return 0;
    }
}
