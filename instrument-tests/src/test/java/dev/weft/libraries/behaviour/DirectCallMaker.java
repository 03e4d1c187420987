// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.TableSwitchGenerator;

/**
 * Makes {@link DirectCalls} for the test methods that a class declares, in its own package, so that their access doesn't
 * matter. The agent sees the class come like any other.
 *
 * <pre>{@code
 * public final class FooTest$DirectCalls extends DirectCalls {
 *     public Object run(int method, Object target, Object[] arguments) throws Throwable {
 *         switch (method) {
 *             case 0: return ((FooTest) target).testBar((A) arguments[0], …);
 *             …
 *         }
 *     }
 * }
 * }</pre>
 */
final class DirectCallMaker {
    private static final String CALLS = Type.getInternalName(DirectCalls.class);
    private static final org.objectweb.asm.commons.Method CONSTRUCTOR =
            new org.objectweb.asm.commons.Method("<init>", "()V");
    private static final org.objectweb.asm.commons.Method RUN =
            org.objectweb.asm.commons.Method.getMethod("Object run(int, Object, Object[])");

    private final Map<Class<?>, Made> made = new ConcurrentHashMap<>();

    /** A class's methods, by their numbers. */
    private record Made(DirectCalls calls, List<Method> methods) {}

    /**
     * A method with what calls it.
     *
     * @param calls of the class that declares it
     * @param number its number there
     */
    record DirectCall(DirectCalls calls, int number) {}

    /** The direct call of a method that has an annotation and isn't private. */
    DirectCall of(Method method) {
        Made home = made.computeIfAbsent(method.getDeclaringClass(), DirectCallMaker::make);
        int number = home.methods.indexOf(method);
        if (number < 0) throw new IllegalArgumentException("not callable: " + method);
        return new DirectCall(home.calls, number);
    }

    private static Made make(Class<?> home) {
        List<Method> methods = new ArrayList<>(Stream.of(home.getDeclaredMethods())
                .filter(method -> method.getAnnotations().length > 0 && !Modifier.isPrivate(method.getModifiers()))
                .sorted(Comparator.comparing(Method::getName).thenComparing(method -> Type.getMethodDescriptor(method)))
                .toList());
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(home, MethodHandles.lookup());
            Class<?> calls = lookup.defineClass(classFile(home, methods));
            return new Made((DirectCalls) calls.getConstructor().newInstance(), methods);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no direct calls of " + home, e);
        }
    }

    private static byte[] classFile(Class<?> home, List<Method> methods) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
        writer.visit(Opcodes.V11, access, Type.getInternalName(home) + "$DirectCalls", null, CALLS, null);
        GeneratorAdapter constructor = new GeneratorAdapter(Opcodes.ACC_PUBLIC, CONSTRUCTOR, null, null, writer);
        constructor.loadThis();
        constructor.invokeConstructor(Type.getObjectType(CALLS), CONSTRUCTOR);
        constructor.returnValue();
        constructor.endMethod();
        GeneratorAdapter run = new GeneratorAdapter(Opcodes.ACC_PUBLIC, RUN, null, null, writer);
        run.loadArg(0);
        run.tableSwitch(IntStream.range(0, methods.size()).toArray(), new TableSwitchGenerator() {
            @Override
            public void generateCase(int number, Label end) {
                addCall(run, methods.get(number));
            }

            @Override
            public void generateDefault() {
                run.throwException(Type.getType(IllegalArgumentException.class), "no such method");
            }
        });
        run.endMethod();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void addCall(GeneratorAdapter run, Method method) {
        Type owner = Type.getType(method.getDeclaringClass());
        org.objectweb.asm.commons.Method called = org.objectweb.asm.commons.Method.getMethod(method);
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        if (!isStatic) {
            run.loadArg(1);
            run.checkCast(owner);
        }
        Type[] parameters = called.getArgumentTypes();
        for (int i = 0; i < parameters.length; i++) {
            run.loadArg(2);
            run.push(i);
            run.arrayLoad(Type.getType(Object.class));
            run.unbox(parameters[i]);
        }
        if (isStatic) run.invokeStatic(owner, called);
        else if (method.getDeclaringClass().isInterface()) run.invokeInterface(owner, called);
        else run.invokeVirtual(owner, called);
        if (called.getReturnType() == Type.VOID_TYPE) run.visitInsn(Opcodes.ACONST_NULL);
        else run.box(called.getReturnType());
        run.returnValue();
    }
}
