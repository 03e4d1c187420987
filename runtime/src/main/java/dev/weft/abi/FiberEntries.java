// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** For a library that has intercepted the call of a fiber entry: the call of the plain method that it stands for. */
public final class FiberEntries {
    private FiberEntries() {}

    /**
     * The plain method of a fiber entry.
     *
     * @param method any method
     * @return the method itself if it is no fiber entry
     */
    public static Method plainMethod(Method method) {
        if (!isFiberEntry(method)) return method;
        Class<?>[] parameters = method.getParameterTypes();
        Class<?>[] plain = Arrays.copyOf(parameters, parameters.length - 1);
        for (Method other : method.getDeclaringClass().getDeclaredMethods()) {
            if (other.getName().equals(method.getName())
                    && other.getReturnType() == method.getReturnType()
                    && Arrays.equals(other.getParameterTypes(), plain)) return other;
        }
        return method;
    }

    /**
     * The arguments of the plain method's call.
     *
     * @param method any method
     * @param arguments of its call
     * @return without the continuation, if the method is a fiber entry
     */
    public static @Nullable Object[] plainArguments(Method method, @Nullable Object[] arguments) {
        return plainMethod(method).equals(method) ? arguments : Arrays.copyOf(arguments, arguments.length - 1);
    }

    private static boolean isFiberEntry(Method method) {
        int count = method.getParameterCount();
        return method.isSynthetic() && count > 0 && method.getParameterTypes()[count - 1] == Continuation.class;
    }
}
