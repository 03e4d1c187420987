// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.CompiledSources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * An instrumenter for tests of what stands around fiber entries: these pass the continuation on, and can't be suspended.
 * Fiber entries of interface methods call the plain ones.
 */
final class PassingInstrumenter {
    static final String CONTINUATION = """
            package dev.weft.abi;
            public final class Continuation {
                public static Continuation current() { return null; }
                public static Continuation current(Continuation c) { return c; }
                public static void suspend() {}
                public static void suspend(Continuation c) {}
            }
            """;
    static final String FIBER_LAMBDAS = """
            package dev.weft.abi;
            import java.lang.invoke.*;
            public final class FiberLambdas {
                public static Object bootstrap(Object... arguments) throws Throwable {
                    MethodHandles.Lookup lookup = (MethodHandles.Lookup) arguments[0];
                    MethodType type = (MethodType) arguments[2];
                    String text = (String) arguments[3];
                    byte[] bytes = new byte[text.length()];
                    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (text.charAt(i) - 1);
                    Class<?> c = lookup.defineHiddenClass(bytes, false, MethodHandles.Lookup.ClassOption.NESTMATE).lookupClass();
                    MethodHandle constructor = lookup.findConstructor(c, type.changeReturnType(void.class));
                    if (type.parameterCount() > 0) return new ConstantCallSite(constructor.asType(type));
                    return new ConstantCallSite(MethodHandles.constant(type.returnType(), constructor.invoke()));
                }
            }
            """;
    static final String BLOCKING_CALL = """
            package dev.weft.abi;
            public final class BlockingCall {
                public static int depth;
                public static String log = "";
                public static void enter() {}
                public static void enter(Continuation c) { depth++; log += "enter "; }
                public static void exit() {}
                public static boolean mayBlock(Object receiver) { return !(receiver instanceof java.io.StringReader); }
                public static void exit(Continuation c) { depth--; log += "exit "; }
            }
            """;

    private final CompiledSources sources;
    private final Configuration configuration;
    private final Set<MethodNode> helpers = new HashSet<>();

    private PassingInstrumenter(CompiledSources sources, Configuration configuration) {
        this.sources = sources;
        this.configuration = configuration;
    }

    /** Compiles, instruments everything but {@code dev.weft.abi}, and loads it. */
    static ClassLoader load(int release, Configuration configuration, String... sources) {
        List<String> all = new ArrayList<>(List.of(CONTINUATION));
        all.addAll(List.of(sources));
        CompiledSources compiled = CompiledSources.compile(release, all.toArray(String[]::new));
        Map<String, byte[]> abi = CompiledSources.compile(CONTINUATION, FIBER_LAMBDAS, BLOCKING_CALL)
                .classes();
        PassingInstrumenter instrumenter = new PassingInstrumenter(compiled, configuration);
        Map<String, byte[]> classes = new HashMap<>(abi);
        for (String name : compiled.classes().keySet()) {
            if (!name.startsWith("dev.weft.")) classes.put(name, instrumenter.instrument(name));
        }
        return new ClassLoader(PassingInstrumenter.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = classes.get(name);
                if (bytes == null) throw new ClassNotFoundException(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
    }

    private byte[] instrument(String name) {
        ClassNode node = new ClassNode();
        new ClassReader(sources.bytes(name)).accept(node, ClassReader.EXPAND_FRAMES);
        Classifier classifier = new Classifier(configuration, sources.locator());
        classifier.begin(node);
        FiberLambdaRewriter lambdas = new FiberLambdaRewriter(node, classifier, false);
        SpecialCallWriter blocking = new SpecialCallWriter(classifier::specialCall);
        for (MethodNode method : List.copyOf(node.methods)) {
            List<MethodNode> added = lambdas.rewrite(method);
            helpers.addAll(added);
            node.methods.addAll(added);
        }
        List<MethodNode> plain = new ArrayList<>(node.methods);
        for (int i = 0; i < plain.size(); i++) {
            MethodNode method = plain.get(i);
            if (!helpers.contains(method) && !classifier.isFiberMethod(node, method)) continue;
            MethodNode fiber = copy(method);
            List<MethodNode> added = blocking.rewrite(node, fiber);
            helpers.addAll(added);
            node.methods.addAll(added);
            plain.addAll(added);
            toFiberEntry(node, fiber, classifier);
            node.methods.add(fiber);
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        node.accept(writer);
        byte[] bytes = writer.toByteArray();
        return bytes;
    }

    private static MethodNode copy(MethodNode method) {
        MethodNode copy = new MethodNode(method.access, method.name, method.desc, null, null);
        method.accept(copy);
        copy.visibleAnnotations = null;
        copy.invisibleAnnotations = null;
        copy.localVariables = null;
        return copy;
    }

    private static void toFiberEntry(ClassNode owner, MethodNode fiber, Classifier classifier) {
        boolean isStatic = (fiber.access & Opcodes.ACC_STATIC) != 0;
        int size = (Type.getArgumentsAndReturnSizes(fiber.desc) >> 2) - (isStatic ? 1 : 0);
        int parameters = Type.getArgumentTypes(fiber.desc).length + (isStatic ? 0 : 1);
        String plain = fiber.desc;
        fiber.desc = RuntimeAbi.fiberDescriptor(plain);
        fiber.access |= Opcodes.ACC_SYNTHETIC;
        if ((fiber.access & Opcodes.ACC_ABSTRACT) != 0) {
            fiber.access &= ~Opcodes.ACC_ABSTRACT;
            callPlain(owner, fiber, plain);
            return;
        }
        for (AbstractInsnNode i : fiber.instructions.toArray()) {
            if (i instanceof VarInsnNode v && v.var >= size) v.var++;
            if (i instanceof IincInsnNode v && v.var >= size) v.var++;
            if (i instanceof FrameNode f) {
                f.local = new ArrayList<>(f.local);
                f.local.add(parameters, RuntimeAbi.CONTINUATION);
            }
            if (i instanceof MethodInsnNode call && isFiberCall(owner, call, classifier)) {
                fiber.instructions.insertBefore(call, new VarInsnNode(Opcodes.ALOAD, size));
                call.desc = RuntimeAbi.fiberDescriptor(call.desc);
            }
        }
        fiber.maxLocals++;
        fiber.maxStack++;
    }

    private static boolean isFiberCall(ClassNode owner, MethodInsnNode call, Classifier classifier) {
        return classifier.isFiberCall(call) || (call.owner.equals(owner.name) && call.name.startsWith("blocking$"));
    }

    private static void callPlain(ClassNode owner, MethodNode fiber, String plain) {
        fiber.visitVarInsn(Opcodes.ALOAD, 0);
        int slot = 1;
        for (Type t : Type.getArgumentTypes(plain)) {
            fiber.visitVarInsn(t.getOpcode(Opcodes.ILOAD), slot);
            slot += t.getSize();
        }
        boolean isInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
        int opcode = isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        fiber.visitMethodInsn(opcode, owner.name, fiber.name, plain, isInterface);
        fiber.visitInsn(Type.getReturnType(plain).getOpcode(Opcodes.IRETURN));
        fiber.visitMaxs(slot, slot + 1);
    }
}
