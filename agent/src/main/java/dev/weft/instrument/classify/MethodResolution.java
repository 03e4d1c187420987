// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** Finds the declaration that a method reference is resolved to, as the JVM does (JVMS 5.4.3.3, 5.4.3.4). */
final class MethodResolution {
    private final FiberRules types;

    MethodResolution(FiberRules types) {
        this.types = types;
    }

    /** A method as its class declares it. */
    record Declaration(ClassInfo type, int method) {
        boolean is(int accessFlags) {
            return type.is(method, accessFlags);
        }
    }

    /**
     * The declarations that the JVM would choose from: one in a class, or all maximally-specific ones of interfaces.
     *
     * @return empty if there is none, or if a class on the way isn't found
     */
    List<Declaration> resolve(String owner, String name, String descriptor) {
        ClassInfo type = types.find(owner);
        if (type == null) return List.of();
        String key = name.concat(descriptor);
        List<ClassInfo> path = superclasses(type);
        for (ClassInfo c : path) {
            int method = c.find(key);
            if (method >= 0) return List.of(new Declaration(c, method));
        }
        ClassInfo last = path.get(path.size() - 1);
        boolean complete = last.isInterface() || last.superName == null;
        return complete ? inInterfaces(path, key) : List.of();
    }

    /** The type itself and its superclasses, as far as they are found. Of an interface: only itself. */
    private List<ClassInfo> superclasses(ClassInfo type) {
        List<ClassInfo> path = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ClassInfo c = type; c != null && seen.add(c.name); c = c.isInterface() ? null : types.find(c.superName)) {
            path.add(c);
        }
        return path;
    }

    /** As {@link #resolve}, of a class that doesn't declare or inherit the method from a class. */
    List<Declaration> inInterfaces(ClassInfo type, String key) {
        return inInterfaces(superclasses(type), key);
    }

    private List<Declaration> inInterfaces(List<ClassInfo> path, String key) {
        List<Declaration> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ClassInfo c : path) addFromInterfaces(c, key, found, seen);
        return found.stream()
                .filter(d -> found.stream().noneMatch(other -> isSubinterface(other.type, d.type)))
                .toList();
    }

    private void addFromInterfaces(ClassInfo type, String key, List<Declaration> found, Set<String> seen) {
        for (String name : type.interfaces) {
            if (!seen.add(name)) continue;
            ClassInfo i = types.find(name);
            if (i == null) continue;
            int method = i.find(key);
            if (method >= 0 && !i.is(method, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC))
                found.add(new Declaration(i, method));
            addFromInterfaces(i, key, found, seen);
        }
    }

    private boolean isSubinterface(ClassInfo type, ClassInfo above) {
        return type != above && extendsInterface(type, above.name, new HashSet<>());
    }

    /** Is the named interface among those that a type extends or implements? */
    boolean extendsInterface(ClassInfo type, String above, Set<String> seen) {
        for (String name : type.interfaces) {
            if (name.equals(above)) return true;
            if (!seen.add(name)) continue;
            ClassInfo i = types.find(name);
            if (i != null && extendsInterface(i, above, seen)) return true;
        }
        return false;
    }

    /** The interfaces above a type that have shadows. */
    List<ClassInfo> shadowed(ClassInfo type) {
        List<ClassInfo> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deque<ClassInfo> open = new ArrayDeque<>(List.of(type));
        while (!open.isEmpty()) {
            ClassInfo c = open.poll();
            if (!ShadowInterfaces.methods(c.name).isEmpty()) found.add(c);
            for (String name : c.supertypes()) {
                ClassInfo above = seen.add(name) ? types.find(name) : null;
                if (above != null) open.add(above);
            }
        }
        return found;
    }

    static @Nullable Declaration only(List<Declaration> declarations) {
        return declarations.size() == 1 ? declarations.get(0) : null;
    }
}
