// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The fibers that block their carriers, and the strands by which they wait meanwhile. */
final class PinnedStrands {
    /*
     * Ordering: put() before a look at the fiber's cancelled, on the one side, and a write of cancelled before of(), on the other,
     * are volatile accesses, so that one of both sides sees the other.
     *
     * Rejected: a field of the fiber. There are millions of those, and few of these.
     */

    private static final Map<FiberStrand, Strand> STRANDS = new ConcurrentHashMap<>();
    private static final Map<FiberStrand, Thread> HOLDERS = new ConcurrentHashMap<>();

    private PinnedStrands() {}

    /** The strand by which a fiber waits that is pinned; null if it isn't. */
    static @Nullable Strand of(FiberStrand fiber) {
        return STRANDS.get(fiber);
    }

    /** By the carrier, before it blocks. */
    static void put(FiberStrand fiber, Strand strand) {
        STRANDS.put(fiber, strand);
    }

    /** By the carrier, when it has blocked. */
    static void remove(FiberStrand fiber) {
        STRANDS.remove(fiber);
    }

    /** The carrier that waits with a fiber for which it owns a lock; null if none does. */
    static @Nullable Thread holderOf(FiberStrand fiber) {
        return HOLDERS.get(fiber);
    }

    /** By the carrier, before others can find the fiber waiting. */
    static void hold(FiberStrand fiber, Thread carrier) {
        HOLDERS.put(fiber, carrier);
    }

    /** By the carrier, when it waits no longer. */
    static void letGo(FiberStrand fiber) {
        HOLDERS.remove(fiber);
    }
}
