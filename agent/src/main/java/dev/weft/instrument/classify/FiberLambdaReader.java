// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.classify.MethodResolution.Declaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** Recognises fiber lambdas, and leaves alone those that a hidden nestmate of the host couldn't implement. */
final class FiberLambdaReader {
    static final String FACTORY = "java/lang/invoke/LambdaMetafactory";
    static final String ALTERNATIVE = "altMetafactory";
    private static final String PLAIN = "metafactory";

    // LambdaMetafactory's flags
    private static final int SERIALIZABLE = 1;
    private static final int MARKERS = 2;
    private static final int BRIDGES = 4;

    private final Classifier classifier;
    private final FiberRules types;
    private final MethodResolution resolution;

    FiberLambdaReader(Classifier classifier, FiberRules types, MethodResolution resolution) {
        this.classifier = classifier;
        this.types = types;
        this.resolution = resolution;
    }

    @Nullable
    FiberLambda read(ClassInfo host, InvokeDynamicInsnNode indy) {
        if (!indy.bsm.getOwner().equals(FACTORY)) return null;
        boolean alternative = indy.bsm.getName().equals(ALTERNATIVE);
        if (!alternative && !indy.bsm.getName().equals(PLAIN)) return null;
        Arguments arguments = Arguments.parse(indy.bsmArgs, alternative);
        if (arguments == null || arguments.serializable) return null;
        String interfaceName = Type.getReturnType(indy.desc).getInternalName();
        boolean fiberInterface = isFiberInterface(interfaceName, indy.name, arguments);
        Set<String> shadows = fiberInterface ? Set.of() : shadows(interfaceName, indy.name, arguments);
        if (!fiberInterface && shadows.isEmpty()) return null;
        if (isSerializable(interfaceName) || arguments.markers.stream().anyMatch(this::isSerializable)) return null;
        FiberLambda lambda = describe(host, indy, arguments, shadows);
        return lambda == null || fiberInterface || mayGain(lambda) ? lambda : null;
    }

    /** Of an interface that anything may implement, a lambda that never suspends is best left as it is. */
    private boolean mayGain(FiberLambda lambda) {
        return lambda.hasOwnBody() ? classifier.maySuspend(lambda.implementation()) : lambda.implementationIsFiber();
    }

    private @Nullable FiberLambda describe(
            ClassInfo host, InvokeDynamicInsnNode indy, Arguments arguments, Set<String> shadows) {
        Handle target = arguments.implementation;
        Declaration declaration = declaration(target);
        if (declaration == null || !isReachable(host, target, declaration)) return null;
        if (!fits(indy.desc) || !fits(arguments.erased)) return null;
        boolean isPrivate = declaration.is(Opcodes.ACC_PRIVATE);
        boolean ownBody = isPrivate
                && declaration.type() == host
                && target.getTag() != Opcodes.H_NEWINVOKESPECIAL
                && (declaration.is(Opcodes.ACC_SYNTHETIC) || target.getName().contains("lambda$"));
        boolean room = Classifier.hasRoomForContinuation(declaration.is(Opcodes.ACC_STATIC), target.getDesc());
        boolean fiber =
                (ownBody && room) || classifier.isFiberMethod(target.getOwner(), target.getName(), target.getDesc());
        boolean checked = !fiber && isCheckedCall(target);
        return new FiberLambda(
                host.name,
                indy.name,
                indy.desc,
                arguments.erased,
                arguments.instantiated,
                target,
                isPrivate,
                fiber || checked,
                checked,
                ownBody,
                arguments.markers,
                arguments.bridges,
                shadows);
    }

    /** Is the referenced method one that fiber code calls in a way of its own: on a thread that may block, or by a shadow? */
    private boolean isCheckedCall(Handle target) {
        int tag = target.getTag();
        if (tag == Opcodes.H_NEWINVOKESPECIAL || tag == Opcodes.H_INVOKESPECIAL) return false;
        if (classifier.catalogue().maySuspend(target.getOwner(), target.getName(), target.getDesc())) return true;
        return tag != Opcodes.H_INVOKESTATIC
                && classifier.shadow(target.getOwner(), target.getName(), target.getDesc()) != null;
    }

    private Set<String> shadows(String interfaceName, String method, Arguments arguments) {
        Set<String> found = new TreeSet<>();
        for (String i : arguments.interfaces(interfaceName)) {
            for (String descriptor : arguments.descriptors()) {
                String shadow = classifier.shadow(i, method, descriptor);
                if (shadow != null) found.add(shadow);
            }
        }
        return found;
    }

    /** One whose method blocks isn't: its own fiber entry has the I/O pool call the plain method of the lambda. */
    private boolean isFiberInterface(String interfaceName, String method, Arguments arguments) {
        boolean found = false;
        for (String i : arguments.interfaces(interfaceName)) {
            for (String descriptor : arguments.descriptors()) {
                if (classifier.isBlocking(i, method, descriptor)) return false;
                found |= classifier.isFiberMethod(i, method, descriptor);
            }
        }
        return found;
    }

    /** Also true if it can't be known. */
    private boolean isSerializable(String interfaceName) {
        String serializable = "java/io/Serializable";
        if (interfaceName.equals(serializable)) return true;
        ClassInfo info = types.find(interfaceName);
        return info == null || resolution.extendsInterface(info, serializable, new HashSet<>());
    }

    private @Nullable Declaration declaration(Handle target) {
        if (target.getOwner().startsWith("[")) return null;
        return MethodResolution.only(resolution.resolve(target.getOwner(), target.getName(), target.getDesc()));
    }

    /** May a nestmate of the host in the same package name the implementation in an ordinary call? */
    private static boolean isReachable(ClassInfo host, Handle target, Declaration declaration) {
        boolean isPrivate = declaration.is(Opcodes.ACC_PRIVATE);
        boolean samePackage = ClassInfo.samePackage(host.name, declaration.type().name);
        return switch (target.getTag()) {
            case Opcodes.H_INVOKESTATIC,
                    Opcodes.H_INVOKEVIRTUAL,
                    Opcodes.H_INVOKEINTERFACE,
                    Opcodes.H_NEWINVOKESPECIAL ->
                !isSignaturePolymorphic(target) && (samePackage || declaration.is(Opcodes.ACC_PUBLIC));
            case Opcodes.H_INVOKESPECIAL -> isPrivate && declaration.type() == host; // else it is a super call
            default -> false;
        };
    }

    private static boolean isSignaturePolymorphic(Handle target) {
        return target.getOwner().equals("java/lang/invoke/MethodHandle")
                || target.getOwner().equals("java/lang/invoke/VarHandle");
    }

    private static boolean fits(String descriptor) {
        return Classifier.hasRoomForContinuation(false, descriptor);
    }

    /** The static arguments of the bootstrap method. */
    private record Arguments(
            String erased,
            Handle implementation,
            String instantiated,
            boolean serializable,
            List<String> markers,
            List<String> bridges) {

        /** All that the lambda implements. */
        List<String> interfaces(String named) {
            return with(markers, named);
        }

        /** Of all methods that end in its body. */
        List<String> descriptors() {
            return with(bridges, erased);
        }

        private static List<String> with(List<String> others, String last) {
            List<String> all = new ArrayList<>(others);
            all.add(last);
            return all;
        }

        /** Null if they aren't what LambdaMetafactory takes. */
        static @Nullable Arguments parse(Object[] all, boolean alternative) {
            if (all.length < 3
                    || !(all[0] instanceof Type erased)
                    || !(all[1] instanceof Handle implementation)
                    || !(all[2] instanceof Type instantiated)) return null;
            int flags = 0;
            List<String> markers = new ArrayList<>();
            List<String> bridges = new ArrayList<>();
            if (alternative) {
                int next = 3;
                if (next == all.length || !(all[next++] instanceof Integer f)) return null;
                flags = f;
                if ((flags & MARKERS) != 0) next = list(all, next, markers, true);
                if (next > 0 && (flags & BRIDGES) != 0) next = list(all, next, bridges, false);
                if (next < 0) return null;
            }
            return new Arguments(
                    erased.getDescriptor(),
                    implementation,
                    instantiated.getDescriptor(),
                    (flags & SERIALIZABLE) != 0,
                    List.copyOf(markers),
                    List.copyOf(bridges));
        }

        /** Reads a count and as many types; gives where the next argument is, negative if there are too few. */
        private static int list(Object[] all, int start, List<String> into, boolean internalNames) {
            if (start >= all.length || !(all[start] instanceof Integer count)) return -1;
            int end = start + 1 + count;
            if (end > all.length) return -1;
            for (int i = start + 1; i < end; i++) {
                if (!(all[i] instanceof Type type)) return -1;
                into.add(internalNames ? type.getInternalName() : type.getDescriptor());
            }
            return end;
        }
    }
}
