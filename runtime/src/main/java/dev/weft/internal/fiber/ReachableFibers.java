// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds fibers that others know of: by what their activations hold, and by the queues that they wait in.
 *
 * <p>Nobody keeps account of the fibers of the default scheduler, so that those that are abandoned are garbage. Here are those that
 * aren't, as far as reflection is allowed to look: not into modules that aren't open.
 */
final class ReachableFibers {
    /** So that a program with a lot of data gets its report soon. */
    private static final int MAX_OBJECTS = 500_000;

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();
    private final Map<Class<?>, List<Field>> fields = new HashMap<>();
    private final Set<FiberStrand> found = new LinkedHashSet<>();

    private ReachableFibers() {}

    /** The given ones, and those that they lead to. To be called while nothing runs. */
    static Set<FiberStrand> from(Collection<FiberStrand> roots) {
        ReachableFibers search = new ReachableFibers();
        roots.forEach(search::reach);
        for (Object next = search.open.poll(); next != null; next = search.open.poll()) search.expand(next);
        return search.found;
    }

    private void reach(@Nullable Object object) {
        if (object == null || isLeaf(object) || seen.size() >= MAX_OBJECTS || !seen.add(object)) return;
        if (object instanceof FiberStrand fiber) found.add(fiber);
        open.add(object);
    }

    private static boolean isLeaf(Object object) {
        return object instanceof String
                || object instanceof Number
                || object instanceof Class<?>
                || object instanceof ClassLoader
                || object instanceof Thread
                || object instanceof Reference<?>
                || object instanceof Carriers
                || object instanceof Enum<?>;
    }

    private void expand(Object object) {
        Class<?> type = object.getClass();
        if (object instanceof Object[] array) {
            for (Object element : array) reach(element);
        } else if (!type.getName().startsWith("java.")) {
            for (Field field : fields.computeIfAbsent(type, ReachableFibers::referencesOf)) reach(value(field, object));
        } else if (object instanceof AtomicReference<?> reference) {
            reach(reference.get());
        } else {
            expandCollection(object);
        }
    }

    /** Some collections of the JDK call the program's own code, which may throw. Then they lead nowhere. */
    private void expandCollection(Object object) {
        Object[] elements = {};
        try {
            if (object instanceof Collection<?> collection) elements = collection.toArray();
            else if (object instanceof Map<?, ?> map)
                elements = new Object[] {map.keySet().toArray(), map.values().toArray()};
        } catch (RuntimeException e) {
            return;
        }
        for (Object element : elements) reach(element);
    }

    private static List<Field> referencesOf(Class<?> type) {
        List<Field> references = new ArrayList<>();
        for (Class<?> c = type; c != null && !c.getName().startsWith("java."); c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                boolean isReference = !Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive();
                if (isReference && field.trySetAccessible()) references.add(field);
            }
        }
        return references;
    }

    private static @Nullable Object value(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }
}
