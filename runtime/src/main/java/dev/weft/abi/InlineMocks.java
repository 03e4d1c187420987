// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notices Mockito's inline mock maker, and says which classes it has changed behind the instrumenter's back.
 *
 * <p>It writes its code into the mocked class itself. The agent teaches it what a fiber entry is; without the agent, a call
 * by a fiber doesn't find what was stubbed. That can't be mended from here, so it is told, once for each class.
 */
public final class InlineMocks {
    private static final String DISPATCHER = "org.mockito.internal.creation.bytebuddy.inject.MockMethodDispatcher";
    private static final String MAKERS = "org.mockito.internal.creation.bytebuddy.";
    private static final Set<String> MOCKED = Set.of("mocked", "flatMocked");
    private static final BootLoader BOOT = new BootLoader();
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private InlineMocks() {}

    /** Says so if classes with fiber methods were mocked by a mock maker that knows nothing of fiber entries. */
    public static void tell() {
        Class<?> dispatcher = dispatcher();
        if (dispatcher == null) return;
        for (Object maker : dispatchers(dispatcher)) {
            if (isMarked(maker.getClass(), false)) continue; // amended by the agent
            for (String name : mockedBy(maker)) {
                if (TOLD.add(name)) System.err.println("[weft] " + message(name));
            }
        }
    }

    private static String message(String name) {
        return name
                + " was mocked by Mockito's inline mock maker in a JVM without the Weft agent: calls by fibers don't find"
                + " what is stubbed, and static methods aren't mocked. Start the JVM with -javaagent:weft-agent.jar; see"
                + " docs/limitations.md";
    }

    /** The class that the mock maker has put into the boot loader; null if there is none. */
    static @Nullable Class<?> dispatcher() {
        return BOOT.find(DISPATCHER);
    }

    private static Iterable<?> dispatchers(Class<?> dispatcher) {
        for (Field field : fields(dispatcher)) {
            if (field.getType().isAssignableFrom(ConcurrentHashMap.class)
                    && value(field, null) instanceof Map<?, ?> all) return all.values();
        }
        return Set.of();
    }

    /** Names of the mocked classes that have fiber methods; if it can't be known, one that stands for them. */
    private static Set<String> mockedBy(Object maker) {
        Set<String> names = new TreeSet<>();
        boolean known = false;
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.add(maker);
        while (!open.isEmpty()) {
            Object next = open.poll();
            if (!seen.add(next)) continue;
            for (Field field : fields(next.getClass())) {
                if (Modifier.isStatic(field.getModifiers())) continue;
                Object value = field.getType().isPrimitive() ? null : value(field, next);
                if (value == null) continue;
                if (value.getClass().getName().startsWith(MAKERS)) open.add(value);
                if (!MOCKED.contains(field.getName()) || !(value instanceof Iterable<?> classes)) continue;
                known = true;
                for (Object mocked : classes) {
                    if (mocked instanceof Class<?> type && isMarked(type, true)) names.add(type.getName());
                }
            }
        }
        if (!known) names.add("something");
        return names;
    }

    /** It can't be known if a type in one of its signatures is missing. */
    private static boolean isMarked(Class<?> type, boolean ifUnknown) {
        try {
            return ReceiverGuard.isMarked(type);
        } catch (LinkageError e) {
            return ifUnknown;
        }
    }

    private static Field[] fields(Class<?> type) {
        try {
            return type.getDeclaredFields();
        } catch (LinkageError e) {
            return new Field[0];
        }
    }

    private static @Nullable Object value(Field field, @Nullable Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (RuntimeException | IllegalAccessException e) { // in a module of its own
            return null;
        }
    }

    /** Looks for classes of the boot loader without an exception if there are none, which would cost the most. */
    private static final class BootLoader extends ClassLoader {
        BootLoader() {
            super(null);
        }

        @Nullable
        Class<?> find(String name) {
            try {
                return loadClass(name);
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        @SuppressWarnings("NullAway") // what loadClass gives back then
        protected Class<?> findClass(String name) {
            return null;
        }
    }
}
