// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

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
     * @param arguments {@code Lookup lookup}, of the class with the lambda; {@code String method}, the functional interface's;
     *     {@code MethodType type}, captured values to functional interface; {@code String classFile}, of which each char is a
     *     byte, its unsigned value plus one
     * @return a call site, which gives the same instance each time if nothing is captured, else a new one
     * @throws Throwable if the class can't be defined or instantiated
     */
    public static Object bootstrap(Object... arguments) throws Throwable {
        MethodHandles.Lookup lookup = (MethodHandles.Lookup) arguments[0];
        MethodType type = (MethodType) arguments[2];
        String classFile = (String) arguments[3];
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
