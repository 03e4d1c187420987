// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Makes lambdas that have both a plain and a fiber entry, which {@code LambdaMetafactory} can't.
 *
 * <p>The instrumenter has written the lambda's class and passes it as a string; here it only becomes a hidden nestmate of
 * the class with the lambda.
 */
public final class FiberLambdas {
    private FiberLambdas() {}

    /**
     * Bootstrap method of the instruction that makes a fiber lambda.
     *
     * @param lookup the class with the lambda
     * @param method the functional interface's method
     * @param type captured values to functional interface
     * @param classFile each char is a byte, its unsigned value plus one
     * @return the same instance each time if nothing is captured, else a new one
     * @throws Throwable if the class can't be defined or instantiated
     */
    public static CallSite bootstrap(MethodHandles.Lookup lookup, String method, MethodType type, String classFile)
            throws Throwable {
        Class<?> lambda = lookup.defineHiddenClass(
                        decode(classFile),
                        false,
                        MethodHandles.Lookup.ClassOption.NESTMATE,
                        MethodHandles.Lookup.ClassOption.STRONG)
                .lookupClass();
        MethodHandle constructor = lookup.findConstructor(lambda, type.changeReturnType(void.class));
        if (type.parameterCount() > 0) return new ConstantCallSite(constructor.asType(type));
        return new ConstantCallSite(MethodHandles.constant(type.returnType(), constructor.invoke()));
    }

    private static byte[] decode(String classFile) {
        byte[] bytes = new byte[classFile.length()];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (classFile.charAt(i) - 1);
        return bytes;
    }
}
