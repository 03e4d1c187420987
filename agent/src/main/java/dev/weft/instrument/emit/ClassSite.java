// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What emitters need to know of the class that they write into.
 *
 * @param className internal name
 * @param access its flags
 * @param version of the class file, major
 * @param sourceFile empty if not known
 * @param checksForwarders whether virtual calls look out for generated forwarders
 * @param mayBeOverridden whether receivers of a call may have bodies of their own
 */
public record ClassSite(
        String className,
        int access,
        int version,
        String sourceFile,
        boolean checksForwarders,
        Predicate<MethodInsnNode> mayBeOverridden) {
    /**
     * Reads a class.
     *
     * @param node the class
     * @param checksForwarders whether virtual calls look out for generated forwarders
     * @param mayBeOverridden whether receivers of a call may have bodies of their own
     * @return what matters
     */
    public static ClassSite of(ClassNode node, boolean checksForwarders, Predicate<MethodInsnNode> mayBeOverridden) {
        String sourceFile = node.sourceFile == null ? "" : node.sourceFile;
        return new ClassSite(
                node.name, node.access, node.version & 0xFFFF, sourceFile, checksForwarders, mayBeOverridden);
    }

    /** Whether it is an interface. */
    public boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    /** Whether a subclass may have another body for the method. */
    boolean isOverridable(MethodNode method) {
        int fixed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        return (method.access & fixed) == 0 && (access & Opcodes.ACC_FINAL) == 0;
    }

    /** The instruction that calls exactly this class's method, whatever overrides it. */
    int directCall(MethodNode method) {
        return (method.access & Opcodes.ACC_STATIC) != 0 ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL;
    }

    /** The stack map of the first instruction of a method's fiber entry. */
    FrameNode entryFrame(MethodNode method) {
        List<Object> locals = new ArrayList<>();
        if ((method.access & Opcodes.ACC_STATIC) == 0) locals.add(className);
        for (Type type : Type.getArgumentTypes(method.desc)) {
            locals.add(Kind.verifierType(type));
        }
        locals.add(CONTINUATION);
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), 0, new Object[0]);
    }
}
