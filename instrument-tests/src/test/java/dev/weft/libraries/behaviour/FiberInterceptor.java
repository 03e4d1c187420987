// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs the bodies of tests in fibers, by direct calls. What else JUnit calls by reflection stays as it is. */
public final class FiberInterceptor implements InvocationInterceptor {
    private static final DirectCallMaker CALLS = new DirectCallMaker();
    private static final int ONE_IN = 4;

    /** For JUnit. */
    public FiberInterceptor() {}

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        run(invocation, call, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        run(invocation, call, context);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> call, ExtensionContext context)
            throws Throwable {
        return (T) run(invocation, call, context);
    }

    private static @Nullable Object run(
            Invocation<?> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        invocation.skip();
        DirectCallMaker.DirectCall call = CALLS.of(test.getExecutable());
        Object target = test.getTarget().orElse(null);
        Object[] arguments = test.getArguments().toArray();
        long seed =
                Long.getLong(SuiteProcess.SEED, 1) * 31 + context.getUniqueId().hashCode();
        return new FiberCall(ONE_IN, seed) {
            @Override
            Object call() throws Throwable {
                return call.calls().run(call.number(), target, arguments);
            }
        }.run();
    }
}
