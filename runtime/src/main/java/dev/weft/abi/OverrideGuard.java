// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a fiber method that can be overridden whether its receiver's class overrides it without being instrumented.
 *
 * <p>Such a class has the plain method only; the fiber entry that it inherits must call that, or the override would be
 * bypassed.
 */
public final class OverrideGuard {
    /*
     * Ordering: lastHonoured is written without synchronisation; it holds null or a class that was found good, and a
     * reference to a Class is safe to publish by a race. The verdicts themselves are in a ClassValue.
     *
     * Leaks: a guard lives as long as the class with the method. So lastHonoured is a class of the same loader, which lives as
     * long; other loaders' classes, and hidden ones, which may go before it, are looked up each time.
     *
     * Rejected: a weak reference to the last class. It made the call of an inherited method three times as expensive.
     */

    private static final MethodHandle HONOURS;

    static {
        try {
            HONOURS = MethodHandles.lookup()
                    .findVirtual(OverrideGuard.class, "honours", MethodType.methodType(boolean.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final ClassValue<ConcurrentMap<String, Boolean>> VERDICTS_BY_NAME = new ClassValue<>() {
        @Override
        protected ConcurrentMap<String, Boolean> computeValue(Class<?> receiver) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Class<?> owner;
    private final String method;
    private final Class<?> @Nullable [] plainParameters; // null if one of them can't be loaded
    private final Class<?> @Nullable [] fiberParameters;
    private @Nullable Class<?> lastHonoured;
    private final ClassValue<Boolean> verdicts = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> receiver) {
            return isHonouredBy(receiver);
        }
    };

    private OverrideGuard(Class<?> owner, String method, Class<?> @Nullable [] plainParameters) {
        this.owner = owner;
        this.method = method;
        this.plainParameters = plainParameters;
        if (plainParameters == null) {
            fiberParameters = null;
        } else {
            fiberParameters = Arrays.copyOf(plainParameters, plainParameters.length + 1);
            fiberParameters[plainParameters.length] = Continuation.class;
        }
    }

    /**
     * Bootstrap method of the instruction that tests the receiver at a fiber entry.
     *
     * @param arguments {@code Lookup lookup}, of the class with the method; {@code String method}, its name; {@code MethodType
     *     type}, {@code (Object)boolean}: true if the fiber entry may go on, false if it must call the plain entry; {@code String
     *     plainDescriptor}, the plain method's
     * @return a constant call site
     */
    public static Object bootstrap(Object... arguments) {
        MethodHandles.Lookup lookup = (MethodHandles.Lookup) arguments[0];
        String method = (String) arguments[1];
        MethodType type = (MethodType) arguments[2];
        String plainDescriptor = (String) arguments[3];
        ForeignFrames.seekIfMocking();
        Class<?> owner = lookup.lookupClass();
        Class<?>[] parameters = parameters(plainDescriptor, owner.getClassLoader());
        return new ConstantCallSite(
                HONOURS.bindTo(new OverrideGuard(owner, method, parameters)).asType(type));
    }

    /**
     * The same test for class files that can't hold {@code invokedynamic}.
     *
     * @param receiver of the call
     * @param owner binary name of the class with the fiber entry
     * @param method its name
     * @param plainDescriptor the plain method's descriptor
     * @return true if the fiber entry may go on, false if it must call the plain entry
     */
    public static boolean honours(Object receiver, String owner, String method, String plainDescriptor) {
        ConcurrentMap<String, Boolean> verdicts = VERDICTS_BY_NAME.get(receiver.getClass());
        String key = owner + '.' + method + plainDescriptor;
        Boolean known = verdicts.get(key);
        if (known != null) return known;
        boolean verdict = true;
        for (Class<?> c = receiver.getClass(); c != null; c = c.getSuperclass()) {
            if (c.getName().equals(owner)) { // two loaders may each have one
                verdict &=
                        new OverrideGuard(c, method, parameters(plainDescriptor, c.getClassLoader())).honours(receiver);
            }
        }
        verdicts.put(key, verdict); // not computeIfAbsent: the test may load classes, and so come back here
        return verdict;
    }

    /** Null if a class is missing: the plain method runs without it, if it never touches that parameter. */
    private static Class<?> @Nullable [] parameters(String descriptor, @Nullable ClassLoader loader) {
        try {
            return MethodType.fromMethodDescriptorString(descriptor, loader).parameterArray();
        } catch (TypeNotPresentException | LinkageError e) {
            return null;
        }
    }

    boolean honours(Object receiver) {
        Class<?> type = receiver.getClass();
        if (type == owner || type == lastHonoured) return true;
        if (!verdicts.get(type)) return false;
        if (type.getClassLoader() == owner.getClassLoader() && !type.isHidden()) lastHonoured = type;
        return true;
    }

    /** Whoever implements the plain method for this class must have a fiber entry beside it. */
    private boolean isHonouredBy(Class<?> receiver) {
        Class<?>[] plain = plainParameters;
        Class<?>[] fiber = fiberParameters;
        if (plain == null || fiber == null || ReceiverGuard.isForwarder(receiver)) return false;
        try {
            for (Class<?> c = receiver; c != null; c = c.getSuperclass()) {
                if (declares(c, plain)) return declares(c, fiber);
            }
            return !owner.isInterface() || interfacesHonour(receiver, plain, fiber);
        } catch (LinkageError e) {
            return false; // its signatures can't be resolved, so nothing is known of it; the plain call is always right
        }
    }

    /** For default methods: each interface between the receiver and the owner that has the plain method has the other. */
    private boolean interfacesHonour(Class<?> receiver, Class<?>[] plain, Class<?>[] fiber) {
        Set<Class<?>> seen = new HashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>();
        for (Class<?> c = receiver; c != null; c = c.getSuperclass()) open.addAll(Arrays.asList(c.getInterfaces()));
        while (!open.isEmpty()) {
            Class<?> i = open.poll();
            if (!seen.add(i)) continue;
            if (i != owner && owner.isAssignableFrom(i) && declares(i, plain) && !declares(i, fiber)) return false;
            open.addAll(Arrays.asList(i.getInterfaces()));
        }
        return true;
    }

    private boolean declares(Class<?> c, Class<?>[] parameters) {
        try {
            return c.getDeclaredMethod(method, parameters) != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
