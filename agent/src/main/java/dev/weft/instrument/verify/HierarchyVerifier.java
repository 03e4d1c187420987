// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.verify;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.analysis.SimpleVerifier;

/**
 * ASM's verifier, but with a hierarchy that is read from class files.
 *
 * <p>A class that is not found counts as assignable to and from everything: what is not known cannot be called wrong.
 */
final class HierarchyVerifier extends SimpleVerifier {
    /** What ASM gives to the constant null. */
    static final Type NULL = Type.getObjectType("null");

    private static final Type OBJECT = Type.getObjectType("java/lang/Object");

    private final ClassFileLocator classes;
    private final Map<String, Info> known = new HashMap<>();

    private record Info(
            boolean found, boolean isInterface, @Nullable String superName) {
        static final Info MISSING = new Info(false, false, "java/lang/Object");
    }

    HierarchyVerifier(ClassNode verified, ClassFileLocator classes) {
        super(Opcodes.ASM9, null, null, null, false);
        this.classes = classes;
        known.put(verified.name, new Info(true, (verified.access & Opcodes.ACC_INTERFACE) != 0, verified.superName));
        if (isBelowItself(verified.name, info(verified.name))) {
            known.put(verified.name, Info.MISSING);
        }
    }

    @Override
    protected boolean isInterface(Type type) {
        return type.getSort() == Type.OBJECT && info(type.getInternalName()).isInterface;
    }

    @Override
    protected @Nullable Type getSuperClass(Type type) {
        if (type.getSort() == Type.ARRAY) {
            return OBJECT;
        }
        String superName = info(type.getInternalName()).superName;
        return superName == null ? null : Type.getObjectType(superName);
    }

    @Override
    protected boolean isAssignableFrom(Type to, Type from) {
        if (to.equals(from) || to.equals(OBJECT)) {
            return true;
        }
        if (to.getSort() == Type.ARRAY) {
            return from.getSort() == Type.ARRAY && isElementAssignable(element(to), element(from));
        }
        if (from.getSort() == Type.ARRAY) {
            return isInterface(to); // Cloneable and Serializable; the JVM's own verifier trusts interfaces as well.
        }
        return to.getSort() == Type.OBJECT
                && from.getSort() == Type.OBJECT
                && isSubclass(from.getInternalName(), to.getInternalName());
    }

    private boolean isElementAssignable(Type to, Type from) {
        boolean references = to.getSort() >= Type.ARRAY && from.getSort() >= Type.ARRAY;
        return references ? isAssignableFrom(to, from) : to.equals(from);
    }

    /** Of {@code int[][]} that is {@code int[]}. */
    private static Type element(Type array) {
        return Type.getType(array.getDescriptor().substring(1));
    }

    private boolean isSubclass(String name, String ancestor) {
        Info target = info(ancestor);
        if (!target.found || target.isInterface) {
            return true; // As the JVM's verifier: an interface type promises nothing before the call.
        }
        String current = name;
        while (current != null) {
            if (current.equals(ancestor)) {
                return true;
            }
            Info info = info(current);
            if (!info.found) {
                return true;
            }
            current = info.superName;
        }
        return false;
    }

    private Info info(String name) {
        Info info = known.get(name);
        if (info == null) {
            info = read(name);
            known.put(name, info);
            if (isBelowItself(name, info)) {
                info = Info.MISSING;
                known.put(name, info);
            }
        }
        return info;
    }

    /** No JVM loads such a class, so nothing is known of it; but it must not keep us busy for ever. */
    private boolean isBelowItself(String name, Info info) {
        String above = info.superName;
        while (above != null && !above.equals(name)) {
            above = info(above).superName;
        }
        return above != null;
    }

    private Info read(String name) {
        try {
            ClassFileLocator.Resolution found = classes.locate(name.replace('/', '.'));
            if (!found.isResolved()) {
                return Info.MISSING;
            }
            ClassReader reader = new ClassReader(found.resolve());
            return new Info(true, (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0, reader.getSuperName());
        } catch (IOException | RuntimeException | AssertionError e) {
            return Info.MISSING; // not to be read: the same to us as not there
        }
    }
}
