// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.instrumenttests.fuzz.program.Mortal;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a suspended continuation keeps alive, found by following the fields of its frames and of the program's objects.
 *
 * <p>Objects of the JDK's own classes aren't looked into; the collector, which is asked for a sample of programs, does.
 */
final class Reachable {
    private static final ClassValue<Field[]> REFERENCES = new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
            List<Field> fields = new ArrayList<>();
            for (Class<?> c = type; c != null && c.getClassLoader() != null; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                    if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            }
            return fields.toArray(Field[]::new);
        }
    };

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> open = new ArrayDeque<>();

    private Reachable() {}

    /** The mortals that are dead and can be reached from an object. */
    static List<Mortal> deadFrom(Object root) {
        Reachable reachable = new Reachable();
        reachable.add(root);
        List<Mortal> dead = new ArrayList<>();
        while (!reachable.open.isEmpty()) {
            Object object = reachable.open.pop();
            if (object instanceof Mortal mortal && mortal.isDead()) {
                dead.add(mortal);
            }
            reachable.visit(object);
        }
        return dead;
    }

    private void visit(Object object) {
        if (object instanceof Object[] array) {
            for (Object element : array) {
                add(element);
            }
            return;
        }
        for (Field field : REFERENCES.get(object.getClass())) {
            try {
                add(field.get(object));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " was made accessible", e);
            }
        }
    }

    private void add(@Nullable Object object) {
        if (object == null || object instanceof String || object instanceof Class || object instanceof Number) {
            return;
        }
        if (seen.add(object)) {
            open.push(object);
        }
    }
}
