// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a call in fiber code whether its receiver may be handed the continuation.
 *
 * <p>A generated forwarder (a JDK proxy, a CGLIB or Byte Buddy subclass, a mock) overrides a fiber entry like any other
 * method, and hands the continuation to a handler, whose frames know nothing of suspension. Its plain method is called
 * instead. Instrumented code asks here where nothing has amended the forwarders as they were loaded.
 */
public final class ReceiverGuard {
    /*
     * What a class is, is found out once, by reflection, and kept with the class, so no loader is kept alive for it. A class
     * is trusted with its fiber entries if it has the mark, a private static method that the instrumenter adds: neither is it
     * inherited nor do generators of subclasses copy it. (Synthetic flags and annotations they do copy.)
     *
     * One verdict holds for all methods of a class: whoever generates forwarders means all methods.
     */

    /** The name of the method without parameters that marks an instrumented class. */
    static final String MARK = "weft$instrumented";

    private static final String LAMBDA = "$$FiberLambda/";

    private static final ClassValue<Verdict> VERDICTS = new ClassValue<>() {
        @Override
        protected Verdict computeValue(Class<?> type) {
            ForeignFrames.seekIfMocking(); // now and then
            try {
                return judge(type);
            } catch (LinkageError e) {
                return Verdict.FORWARDS; // its signatures can't be resolved; a plain call is always right
            }
        }
    };

    private enum Verdict {
        /** Each fiber entry was made by the instrumenter, beside the plain method that it belongs to. */
        SOUND,
        /** A class that isn't instrumented overrides a plain method below its fiber entry. */
        OVERRIDES,
        /** A fiber entry isn't the instrumenter's, or there are two to choose from. */
        FORWARDS
    }

    private ReceiverGuard() {}

    /**
     * For calls of methods of interfaces and abstract classes.
     *
     * @param receiver of the call
     * @return true if the plain method must be called
     */
    public static boolean refuses(@Nullable Object receiver) {
        return receiver != null && isForwarder(receiver.getClass());
    }

    /**
     * For calls of a class's methods.
     *
     * @param receiver of the call
     * @param usual the class, which is known to be instrumented
     * @return true if the plain method must be called
     */
    public static boolean refuses(@Nullable Object receiver, Class<?> usual) {
        return receiver != null && receiver.getClass() != usual && isForwarder(receiver.getClass());
    }

    /**
     * For calls by {@code super}: the fiber entry that is called would go back to an override that isn't instrumented.
     *
     * @param receiver this
     * @param caller the class with the call
     * @return true if the plain method must be called
     */
    public static boolean refusesSuper(Object receiver, Class<?> caller) {
        return receiver.getClass() != caller && VERDICTS.get(receiver.getClass()) != Verdict.SOUND;
    }

    // ---------------------------------------------------------------- the verdict

    /** Whether the plain methods of a class must be called. */
    static boolean isForwarder(Class<?> type) {
        return VERDICTS.get(type) == Verdict.FORWARDS;
    }

    private static Verdict judge(Class<?> type) {
        Class<?> above = type.getSuperclass();
        Verdict inherited = above == null ? Verdict.SOUND : VERDICTS.get(above);
        if (inherited == Verdict.FORWARDS) return inherited;
        boolean isOfJdk = type.getClassLoader() == null;
        if (isOfJdk) return inherited;
        if (!isTrusted(type)) {
            Verdict own = judgeMethods(type);
            if (own.compareTo(inherited) > 0) inherited = own;
        }
        return inherited != Verdict.FORWARDS && inheritsTwo(type) ? Verdict.FORWARDS : inherited;
    }

    private static boolean isTrusted(Class<?> type) {
        if (type.getClassLoader() == Continuation.class.getClassLoader()
                && type.getPackage() == Continuation.class.getPackage())
            return true; // its fiber entries are hand-written
        return isMarked(type) || (type.isHidden() && type.getName().contains(LAMBDA));
    }

    /** Whether the instrumenter, or the agent, has added fiber entries to a class. */
    static boolean isMarked(Class<?> type) {
        return isDeclared(type, MARK);
    }

    private static Verdict judgeMethods(Class<?> type) {
        Verdict verdict = Verdict.SOUND;
        for (Method method : type.getDeclaredMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) continue;
            if (isFiberEntry(method)) return Verdict.FORWARDS;
            if (verdict == Verdict.SOUND && overridesFiberMethod(type, method)) verdict = Verdict.OVERRIDES;
        }
        return verdict;
    }

    private static boolean isFiberEntry(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length > 0 && parameters[parameters.length - 1] == Continuation.class;
    }

    private static boolean overridesFiberMethod(Class<?> type, Method method) {
        Class<?>[] plain = method.getParameterTypes();
        Class<?>[] fiber = Arrays.copyOf(plain, plain.length + 1);
        fiber[plain.length] = Continuation.class;
        for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
            if (isDeclared(c, method.getName(), fiber)) return true;
        }
        for (Class<?> i : interfaces(type)) {
            if (isDeclared(i, method.getName(), fiber)) return true;
        }
        return false;
    }

    /** Two default fiber entries of unrelated interfaces, and no class that has one: the JVM refuses to choose. */
    private static boolean inheritsTwo(Class<?> type) {
        List<Method> entries = new ArrayList<>();
        Set<Class<?>> interfaces = interfaces(type);
        if (interfaces.size() < 2) return false;
        for (Class<?> i : interfaces) {
            if (i.getClassLoader() == null) continue;
            for (Method method : i.getDeclaredMethods())
                if (method.isDefault() && isFiberEntry(method)) entries.add(method);
        }
        for (Method one : entries) {
            for (Method other : entries) {
                if (!one.equals(other) && clash(type, one, other, entries)) return true;
            }
        }
        return false;
    }

    private static boolean clash(Class<?> type, Method one, Method other, List<Method> entries) {
        if (!isSame(one, other)) return false;
        for (Method entry : entries) { // a more specific one hides it
            if (isSame(entry, one) && (isBelow(entry, one) || isBelow(entry, other))) return false;
        }
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (isDeclared(c, one.getName(), one.getParameterTypes())) return false;
        }
        return true;
    }

    private static boolean isSame(Method one, Method other) {
        return one.getName().equals(other.getName())
                && one.getReturnType() == other.getReturnType()
                && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
    }

    private static boolean isBelow(Method one, Method other) {
        return !one.equals(other) && other.getDeclaringClass().isAssignableFrom(one.getDeclaringClass());
    }

    private static Set<Class<?>> interfaces(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> c = type; c != null; c = c.getSuperclass()) addInterfaces(c, found);
        return found;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> i : type.getInterfaces()) if (found.add(i)) addInterfaces(i, found);
    }

    private static boolean isDeclared(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getDeclaredMethod(name, parameters) != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
