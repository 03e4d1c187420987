// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.CarrierThread;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The thread locals that stay with a carrier: caches and accounts that the JDK itself keeps for each thread, such as NIO's direct
 * buffers. Every fiber finds them there; else ten thousand fibers would hold ten thousand buffers.
 */
final class CarrierLocals {
    /*
     * Ownership: everything belongs to the carrier.
     *
     * States: the carrier has its own map while nobody is mounted, or a fiber without locals is. A fiber that has some brings its
     * own map, into which the carrier's entries are put for as long. What is on the carrier when the fiber leaves is told
     * apart: all the JDK's stay, the others go.
     *
     * A fiber without locals leaves the carrier's map alone, most often, and that has to be seen at once. So entries has all of
     * them, and positions where they lie in the map's table; if the map's size is the same, and each is there yet, there are
     * no others. A count alone would not do: a new entry may take the place of a stale one.
     *
     * Rejected: to know the carrier's entries by their values. A program may keep a Path or a Charset, which are of hidden
     * packages, but it can't make thread locals of the JDK's own classes.
     */

    private static final Module BASE = Object.class.getModule();
    private static final Class<?> WITH_INITIAL =
            ThreadLocal.withInitial(() -> "").getClass();

    /** Of plain thread locals of the JDK's; programs can't have such values. */
    private static final @Nullable Class<?> IO_VECTORS = ofJdk("sun.nio.ch.IOVecWrapper");

    private static final @Nullable Class<?> INVOKE_COUNT = ofJdk("sun.nio.ch.Invoker$GroupAndInvokeCount");
    private static final Object[] NONE = {};

    private @Nullable Object map;
    private Object[] entries = NONE;
    private int[] positions = {};

    private static @Nullable Class<?> ofJdk(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException e) {
            return null; // then nothing can be of it
        }
    }

    /** Whether an entry stays with the carrier. */
    static boolean isOfCarrier(ThreadLocal<?> key, @Nullable Object value) {
        Class<?> type = key.getClass();
        if (type != ThreadLocal.class) {
            return type.getModule() == BASE && type != WITH_INITIAL && type != InheritableThreadLocal.class;
        }
        if (value == null) return false;
        Class<?> valueType = value.getClass();
        return valueType == IO_VECTORS || valueType == INVOKE_COUNT;
    }

    private static CarrierLocals of(CarrierThread carrier) {
        if (carrier.kept() instanceof CarrierLocals own) return own;
        CarrierLocals own = new CarrierLocals();
        carrier.keep(own);
        return own;
    }

    /** Puts a fiber's map on the carrier. */
    static void mount(CarrierThread carrier, Object locals) {
        Object before = ThreadMaps.locals(carrier);
        if (before != null) of(carrier).lend(before, locals);
        ThreadMaps.setLocals(carrier, locals);
    }

    private void lend(Object before, Object locals) {
        if (!isUnchanged(before)) keep(before); // a job without a fiber may have run here
        for (Object entry : entries) {
            ThreadLocal<?> key = ThreadMaps.key(entry);
            if (key != null) ThreadMaps.put(locals, key, ThreadMaps.value(entry));
        }
    }

    /**
     * Leaves on the carrier what is the carrier's.
     *
     * @return the map of what is the fiber's; null if it has none
     */
    static @Nullable Object unmount(CarrierThread carrier) {
        Object found = ThreadMaps.locals(carrier);
        if (found == null) return null;
        CarrierLocals own = of(carrier);
        if (own.isUnchanged(found)) return null;
        Object left = own.sort(found);
        if (left != null) ThreadMaps.setLocals(carrier, own.map);
        return left;
    }

    /** For want of memory, say: the carrier begins anew. */
    static void discard(CarrierThread carrier) {
        carrier.keep(null);
        ThreadMaps.setLocals(carrier, null);
    }

    private boolean isUnchanged(Object found) {
        if (found != map || ThreadMaps.size(found) != entries.length) return false;
        @Nullable Object[] table = ThreadMaps.table(found);
        for (int i = 0; i < entries.length; i++) {
            int position = positions[i];
            if (position >= table.length || table[position] != entries[i]) return false;
        }
        return true;
    }

    /** Keeps what is the carrier's; null if nothing else is there, else the same map without that. */
    private @Nullable Object sort(Object found) {
        int ours = 0;
        int stale = 0;
        @Nullable Object[] table = ThreadMaps.table(found);
        Object[] kept = NONE;
        for (Object entry : table) {
            if (entry == null) continue;
            ThreadLocal<?> key = ThreadMaps.key(entry);
            if (key == null) {
                stale++;
            } else if (isOfCarrier(key, ThreadMaps.value(entry))) {
                kept = Arrays.copyOf(kept, ours + 1);
                kept[ours++] = entry;
            }
        }
        if (ours + stale == ThreadMaps.size(found)) {
            if (stale > 0) ThreadMaps.expunge(found);
            keep(found);
            return null;
        }
        if (found == map) map = null; // it is the fiber's from now on
        if (map == null || !isSame(kept)) makeAnew(kept);
        for (Object entry : kept) {
            ThreadLocal<?> key = ThreadMaps.key(entry);
            if (key != null) ThreadMaps.remove(found, key);
        }
        return found;
    }

    /** Whether other entries have the same keys and values as those that are kept. */
    private boolean isSame(Object[] others) {
        if (others.length != entries.length) return false;
        for (Object other : others) if (!has(other)) return false;
        return true;
    }

    private boolean has(Object other) {
        for (Object entry : entries) {
            if (ThreadMaps.key(entry) == ThreadMaps.key(other))
                return ThreadMaps.value(entry) == ThreadMaps.value(other);
        }
        return false;
    }

    private void makeAnew(Object[] kept) {
        map = null;
        entries = NONE;
        Object made = null;
        for (Object entry : kept) {
            ThreadLocal<?> key = ThreadMaps.key(entry);
            if (key == null) continue;
            if (made == null) made = ThreadMaps.newMap(key, ThreadMaps.value(entry));
            else ThreadMaps.put(made, key, ThreadMaps.value(entry));
        }
        if (made != null) keep(made);
    }

    /** Takes a map as the carrier's own, with all that is in it. */
    private void keep(Object own) {
        @Nullable Object[] table = ThreadMaps.table(own);
        Object[] found = new Object[ThreadMaps.size(own)];
        int[] at = new int[found.length];
        int n = 0;
        for (int i = 0; i < table.length; i++) {
            Object entry = table[i];
            if (entry == null) continue;
            found[n] = entry;
            at[n++] = i;
        }
        map = own;
        entries = found;
        positions = at;
    }
}
