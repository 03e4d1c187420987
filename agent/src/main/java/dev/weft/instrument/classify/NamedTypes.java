// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The types that a class names itself: in declarations of its members, and where an instruction has the JVM resolve a type.
 *
 * <p>Compilers let code name accessible types only, and the JVM refuses to resolve others. What is known of a type merely
 * from a stack map, or from the descriptor of another class's method, may be inaccessible.
 */
final class NamedTypes {
    private final Set<String> names = new HashSet<>();

    NamedTypes(ClassNode node) {
        add(Type.getObjectType(node.name));
        if (node.superName != null) add(Type.getObjectType(node.superName));
        for (String name : node.interfaces) add(Type.getObjectType(name));
        for (FieldNode field : node.fields) add(Type.getType(field.desc));
        for (MethodNode method : node.methods) {
            addAll(List.of(Type.getArgumentTypes(method.desc)));
            add(Type.getReturnType(method.desc));
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof TypeInsnNode type) add(Type.getObjectType(type.desc));
                else if (insn instanceof FieldInsnNode field) add(Type.getObjectType(field.owner));
                else if (insn instanceof MethodInsnNode call) add(Type.getObjectType(call.owner));
            }
        }
    }

    /** Is this the internal name of one of them? Of an array, its element type counts. */
    boolean contains(String internalName) {
        return names.contains(internalName);
    }

    private void addAll(List<Type> types) {
        types.forEach(this::add);
    }

    private void add(Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() == Type.OBJECT) names.add(element.getInternalName());
    }
}
