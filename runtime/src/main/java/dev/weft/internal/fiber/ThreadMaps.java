// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The maps in which a thread keeps its thread locals, which can be taken off one thread and put on another.
 *
 * <p>They are private to {@code java.lang}. The agent opens that to the runtime, and so does {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}; else, or if a JVM has other maps, {@link #ACCESSIBLE} is false, and nothing else here may be
 * called.
 */
final class ThreadMaps {
    /*
     * Ownership: a map is touched by the thread only that it is on, or that is about to have it or has just had it.
     *
     * A map is an open hash table: table has entries, which refer to their keys weakly, and gaps; size is the exact number of
     * entries, stale ones included. That is so in JDK 17 to 25, at least.
     */

    /** Whether the runtime may reach them. */
    static final boolean ACCESSIBLE = isAccessible();

    private ThreadMaps() {}

    private static boolean isAccessible() {
        try {
            MethodHandles.Lookup unused = MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            return false;
        }
        try {
            return Access.isComplete();
        } catch (ExceptionInInitializerError e) {
            System.err.println(
                    "[weft] thread locals are the carriers', for this JVM keeps them otherwise: " + e.getCause());
            return false;
        }
    }

    /** Whether a thread has any map. */
    static boolean hasAny(Thread thread) {
        return Access.LOCALS.get(thread) != null || Access.INHERITABLE.get(thread) != null;
    }

    /** The map of a thread's plain thread locals; null if it has had none. */
    static @Nullable Object locals(Thread thread) {
        return Access.LOCALS.get(thread);
    }

    static void setLocals(Thread thread, @Nullable Object map) {
        Access.LOCALS.set(thread, map);
    }

    /** The map of a thread's inheritable thread locals; null if it has had none. */
    static @Nullable Object inheritable(Thread thread) {
        return Access.INHERITABLE.get(thread);
    }

    static void setInheritable(Thread thread, @Nullable Object map) {
        Access.INHERITABLE.set(thread, map);
    }

    /** What a thread would inherit that this one starts; null for nothing. Calls the program's {@code childValue}. */
    static @Nullable Object inherited(Thread starter) {
        Object map = inheritable(starter);
        if (map == null || size(map) == 0) return null;
        try {
            return (Object) Access.INHERIT.invokeExact(map);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /** Changes what {@link Thread#getName} tells, but not the name that the operating system knows, which is dear to change. */
    static void setName(Thread thread, String name) {
        Access.NAME.setOpaque(thread, name);
    }

    // ---------------------------------------------------------------- of a map

    static int size(Object map) {
        return (int) Access.SIZE.get(map);
    }

    /** The entries, with gaps. */
    static @Nullable Object[] table(Object map) {
        return (Object[]) Access.TABLE.get(map);
    }

    /** An entry's thread local; null if it was collected. */
    static @Nullable ThreadLocal<?> key(Object entry) {
        return (ThreadLocal<?>) ((Reference<?>) entry).get();
    }

    static @Nullable Object value(Object entry) {
        return Access.VALUE.get(entry);
    }

    /** A map with one entry. */
    static Object newMap(ThreadLocal<?> key, @Nullable Object value) {
        try {
            return (Object) Access.NEW.invokeExact(key, value);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void put(Object map, ThreadLocal<?> key, @Nullable Object value) {
        try {
            Access.PUT.invokeExact(map, key, value);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    static void remove(Object map, ThreadLocal<?> key) {
        try {
            Access.REMOVE.invokeExact(map, key);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    /** Drops the entries whose keys were collected. */
    static void expunge(Object map) {
        try {
            Access.EXPUNGE.invokeExact(map);
        } catch (Throwable t) {
            throw unchecked(t);
        }
    }

    private static RuntimeException unchecked(Throwable t) {
        if (t instanceof Error e) throw e;
        return t instanceof RuntimeException e ? e : new IllegalStateException(t); // none of them declares others
    }

    /** Apart, so that it is initialised only if it can be. */
    private static final class Access {
        static final VarHandle LOCALS;
        static final VarHandle INHERITABLE;
        static final VarHandle NAME;
        static final VarHandle SIZE;
        static final VarHandle TABLE;
        static final VarHandle VALUE;
        static final MethodHandle INHERIT;
        static final MethodHandle NEW;
        static final MethodHandle PUT;
        static final MethodHandle REMOVE;
        static final MethodHandle EXPUNGE;

        static {
            try {
                MethodHandles.Lookup own = MethodHandles.lookup();
                MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Thread.class, own);
                Class<?> map = lookup.findClass("java.lang.ThreadLocal$ThreadLocalMap");
                Class<?> entry = lookup.findClass("java.lang.ThreadLocal$ThreadLocalMap$Entry");
                LOCALS = lookup.findVarHandle(Thread.class, "threadLocals", map);
                INHERITABLE = lookup.findVarHandle(Thread.class, "inheritableThreadLocals", map);
                NAME = lookup.findVarHandle(Thread.class, "name", String.class);
                INHERIT = MethodHandles.privateLookupIn(ThreadLocal.class, own)
                        .findStatic(ThreadLocal.class, "createInheritedMap", MethodType.methodType(map, map))
                        .asType(MethodType.methodType(Object.class, Object.class));
                MethodHandles.Lookup inMap = MethodHandles.privateLookupIn(map, own);
                SIZE = inMap.findVarHandle(map, "size", int.class);
                TABLE = inMap.findVarHandle(map, "table", entry.arrayType());
                VALUE = MethodHandles.privateLookupIn(entry, own).findVarHandle(entry, "value", Object.class);
                NEW = inMap.findConstructor(map, MethodType.methodType(void.class, ThreadLocal.class, Object.class))
                        .asType(MethodType.methodType(Object.class, ThreadLocal.class, Object.class));
                PUT = inMap.findVirtual(map, "set", MethodType.methodType(void.class, ThreadLocal.class, Object.class))
                        .asType(MethodType.methodType(void.class, Object.class, ThreadLocal.class, Object.class));
                REMOVE = inMap.findVirtual(map, "remove", MethodType.methodType(void.class, ThreadLocal.class))
                        .asType(MethodType.methodType(void.class, Object.class, ThreadLocal.class));
                EXPUNGE = inMap.findVirtual(map, "expungeStaleEntries", MethodType.methodType(void.class))
                        .asType(MethodType.methodType(void.class, Object.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private Access() {}

        /** Once it is initialised. */
        static boolean isComplete() {
            return true;
        }
    }
}
