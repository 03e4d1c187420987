// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.classify.CallCatalogue.Entry;
import dev.weft.instrument.classify.CallCatalogue.Treatment;
import dev.weft.instrument.classify.MethodResolution.Declaration;
import dev.weft.instrument.classify.SpecialCall.Substitute;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;

/** Finds what stands for the calls that the catalogue names, as far as the runtime has it that the class sees. */
final class SpecialCalls {
    private static final String CONTINUATION =
            ClassInfo.CONTINUATION_AT_END.substring(0, ClassInfo.CONTINUATION_AT_END.length() - 1); // its descriptor

    private final CallCatalogue catalogue;
    private final FiberRules rules;
    private final MethodResolution resolution;
    private final Predicate<MethodInsnNode> reachesFiberMethod; // without us

    SpecialCalls(
            CallCatalogue catalogue,
            FiberRules rules,
            MethodResolution resolution,
            Predicate<MethodInsnNode> reachesFiberMethod) {
        this.reachesFiberMethod = reachesFiberMethod;
        this.catalogue = catalogue;
        this.rules = rules;
        this.resolution = resolution;
    }

    /**
     * What becomes of a call.
     *
     * @param call the instruction
     * @return null if it is a call like any other
     */
    @Nullable
    SpecialCall find(MethodInsnNode call) {
        if (call.getOpcode() == Opcodes.INVOKESPECIAL) return null;
        Entry entry = catalogue.find(call.owner, call.name, call.desc);
        if (entry == null && catalogue.hasSubstitute(call.name)) entry = inherited(call);
        if (entry == null || !entry.treatment().maySuspend()) return null;
        boolean isOfJdk = call.owner.startsWith("java/");
        if (!isOfJdk && entry.treatment() != Treatment.LOCK && reachesFiberMethod.test(call)) return null;
        if (entry.substitute() == null) return new SpecialCall(entry.treatment(), null);
        Substitute substitute = substitute(entry.substitute(), call);
        return substitute == null ? null : new SpecialCall(entry.treatment(), substitute);
    }

    /** The entry of a method that a class inherits from the catalogue's, or, of a lock's, declares itself. */
    private @Nullable Entry inherited(MethodInsnNode call) {
        if (call.owner.startsWith("java/") || call.owner.startsWith("[")) return null;
        List<Declaration> declared = resolution.resolve(call.owner, call.name, call.desc);
        for (Declaration d : declared) {
            Entry entry = catalogue.find(d.type().name, call.name, call.desc);
            if (entry != null && entry.treatment().maySuspend()) return entry;
        }
        return declared.isEmpty() ? null : ofLock(call);
    }

    private @Nullable Entry ofLock(MethodInsnNode call) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(call.owner));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!seen.add(name) || name.equals("java/lang/Object")) continue;
            Entry entry = catalogue.find(name, call.name, call.desc);
            if (entry != null && entry.treatment() == Treatment.LOCK) return entry;
            ClassInfo info = rules.find(name);
            if (info != null) open.addAll(info.supertypes());
        }
        return null;
    }

    private @Nullable Substitute substitute(String owner, MethodInsnNode call) {
        ClassInfo type = rules.find(owner);
        if (type == null) return null;
        Substitute found = null;
        for (int m = 0; m < type.methodCount(); m++) {
            if (!type.methodName(m).equals(call.name) || type.is(m, Opcodes.ACC_SYNTHETIC)) continue;
            if (!type.is(m, Opcodes.ACC_STATIC) || !type.is(m, Opcodes.ACC_PUBLIC)) continue;
            String descriptor = type.descriptor(m);
            boolean exact = matches(descriptor, call, true);
            if (!exact && (found != null || !matches(descriptor, call, false))) continue;
            found = new Substitute(
                    owner, call.name, descriptor, takesContinuation(descriptor), narrowed(descriptor, call));
            if (exact) break;
        }
        return found;
    }

    private static boolean takesContinuation(String descriptor) {
        return descriptor.contains(ClassInfo.CONTINUATION_AT_END);
    }

    /** Does a static method take what a call does, the receiver first? If not exactly, it may take any object for a narrower one. */
    private static boolean matches(String descriptor, MethodInsnNode call, boolean exact) {
        Type[] taken = Type.getArgumentTypes(descriptor);
        Type[] given = Type.getArgumentTypes(call.desc);
        int receivers = call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1;
        int own = takesContinuation(descriptor) ? 1 : 0;
        if (taken.length != receivers + given.length + own) return false;
        if (own == 1 && !taken[taken.length - 1].getDescriptor().equals(CONTINUATION)) return false;
        for (int i = 0; i < given.length; i++) {
            if (!fits(taken[receivers + i], given[i], exact)) return false;
        }
        return fits(Type.getReturnType(descriptor), Type.getReturnType(call.desc), exact);
    }

    /** The one type is what the substitute has: the same, or Object. */
    private static boolean fits(Type general, Type special, boolean exact) {
        if (general.equals(special)) return true;
        return !exact && general.getDescriptor().equals("Ljava/lang/Object;") && special.getSort() >= Type.ARRAY;
    }

    private static @Nullable String narrowed(String descriptor, MethodInsnNode call) {
        Type result = Type.getReturnType(call.desc);
        return Type.getReturnType(descriptor).equals(result) ? null : result.getInternalName();
    }
}
