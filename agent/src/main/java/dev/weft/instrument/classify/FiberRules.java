// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ClassInfo.MethodRef;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/**
 * Which of the methods that a class declares are fiber methods, and who its supertypes are.
 *
 * <p>Bodies of fiber lambdas aren't seen here: only the class that is being instrumented knows of its own.
 */
final class FiberRules {
    /*
     * A method is a fiber method if one of these holds. In a class that was instrumented before: it has a fiber entry. Else:
     *   1. it is annotated, also as one that blocks: its fiber entry leaves the carrier;
     *   2. its type is annotated, or named by the configuration, and it is no compiler's helper (lambda body, access method);
     *   3. it overrides or implements a fiber method;
     *   4. a bridge of its class that is a fiber method delegates to it;
     *   5. it is a bridge, or an access method, and delegates to a fiber method.
     *   6. it is what kotlinc calls where arguments of a fiber method are left out.
     * 4 and 5 feed each other, so they are repeated until nothing changes.
     *
     * But it isn't one if its fiber entry would clash with a method that somebody has written, here or above: callers would
     * run that.
     */

    private static final BitSet NONE = new BitSet();
    private static final String JDK = "java/";

    private final Configuration configuration;
    private final ClassInfoCache classes;
    private @Nullable ClassInfo current;

    FiberRules(Configuration configuration, ClassInfoCache classes) {
        this.configuration = configuration;
        this.classes = classes;
    }

    /** Puts a class in place of what the cache has, or might not have, under its name. */
    void setCurrent(ClassInfo info) {
        current = info;
    }

    @Nullable
    ClassInfo find(@Nullable String internalName) {
        if (internalName == null) return null;
        if (current != null && current.name.equals(internalName)) return current;
        return classes.find(internalName);
    }

    /** Would it be a fiber method, had no other method the signature of its fiber entry? */
    boolean isClash(ClassInfo type, int method) {
        boolean isFiber = isFiberMethod(type, method);
        BitSet clashes = type.clashes;
        return !isFiber && clashes != null && clashes.get(method);
    }

    boolean isFiberMethod(ClassInfo type, int method) {
        return fiberMethods(type, new HashSet<>()).get(method);
    }

    /** Is it annotated as one that blocks a thread, or does it override such a method, and isn't annotated otherwise? */
    boolean isBlocking(ClassInfo type, int method) {
        if (type.isBlocking(method)) return true;
        if (type.isAnnotated(method) || type.is(method, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) return false;
        for (ClassInfo s : supertypes(type)) {
            int overridden = s.find(type.key(method));
            if (overridden >= 0 && s.isBlocking(overridden) && isOverridable(s, overridden, type)) return true;
        }
        return false;
    }

    /** Might the type or one of its supertypes declare a fiber method? Cheap, and true too often rather than too rarely. */
    boolean mayHaveFiberMethods(ClassHeader type) {
        boolean may = mayHaveFiberMethods(type, new HashSet<>());
        classes.keepVerdictOfGiven(type.name(), may);
        return may;
    }

    /** As {@link #mayHaveFiberMethods(ClassHeader)}. */
    boolean mayHaveFiberMethods(String internalName) {
        return mayHaveFiberMethods(internalName, new HashSet<>());
    }

    private boolean mayHaveFiberMethods(ClassHeader type, Set<String> seen) {
        if (type.marked() || type.name().startsWith(RuntimeAbi.PACKAGE) || configuration.isFiberPackage(type.name()))
            return true;
        if (type.superName() != null && mayHaveFiberMethods(type.superName(), seen)) return true;
        for (String i : type.interfaces()) {
            if (mayHaveFiberMethods(i, seen)) return true;
        }
        return false;
    }

    private boolean mayHaveFiberMethods(String internalName, Set<String> seen) {
        if (internalName.startsWith(JDK)) return false;
        Boolean known = classes.verdict(internalName);
        if (known != null) return known;
        if (!seen.add(internalName)) return false;
        ClassHeader header = classes.header(internalName);
        boolean may = header != null && mayHaveFiberMethods(header, seen);
        classes.keepVerdict(internalName, may);
        return may;
    }

    boolean isThrowable(String type) {
        Set<String> seen = new HashSet<>();
        for (ClassInfo c = find(type); c != null && seen.add(c.name); c = find(c.superName)) {
            if (c.name.equals("java/lang/Throwable")) return true;
        }
        return false;
    }

    /** All classes and interfaces above a type whose bytes are found; those of the JDK are left out. */
    List<ClassInfo> supertypes(ClassInfo type) {
        List<ClassInfo> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        seen.add(type.name);
        addSupertypes(type, found, seen);
        for (int i = 0; i < found.size(); i++) addSupertypes(found.get(i), found, seen);
        return found;
    }

    private void addSupertypes(ClassInfo type, List<ClassInfo> found, Set<String> seen) {
        addSupertype(type.superName, found, seen);
        for (String i : type.interfaces) addSupertype(i, found, seen);
    }

    private void addSupertype(@Nullable String name, List<ClassInfo> found, Set<String> seen) {
        if (name == null || name.startsWith(JDK) || !seen.add(name)) return;
        ClassInfo info = find(name);
        if (info != null) found.add(info);
    }

    /** The numbers of the fiber methods; {@code active} are the types that are being looked at, against circular ones. */
    private BitSet fiberMethods(ClassInfo type, Set<String> active) {
        BitSet known = type.fiberMethods;
        if (known != null) return known;
        if (!active.add(type.name)) return NONE;
        BitSet found = type.instrumented ? withFiberEntry(type) : byRules(type, active);
        active.remove(type.name);
        type.fiberMethods = found;
        return found;
    }

    private static BitSet withFiberEntry(ClassInfo type) {
        BitSet found = new BitSet();
        for (int m = 0; m < type.methodCount(); m++) {
            String entry = RuntimeAbi.fiberDescriptor(type.descriptor(m));
            boolean has = type.find(type.methodName(m), entry) >= 0;
            if (has && !type.declaresOther(type.methodName(m), entry)) found.set(m);
        }
        return found;
    }

    private BitSet byRules(ClassInfo type, Set<String> active) {
        if (type.name.startsWith(JDK) || type.isAnnotationType()) return NONE;
        BitSet found = new BitSet();
        List<ClassInfo> supertypes = supertypes(type);
        boolean wholeType = type.annotated || configuration.isFiberPackage(type.name);
        for (int m = 0; m < type.methodCount(); m++) {
            if (isConstructor(type, m)) continue;
            if (type.isAnnotated(m)
                    || type.isBlocking(m)
                    || (wholeType && !isHelper(type, m))
                    || overrides(type, m, supertypes, active)) found.set(m);
        }
        boolean changed;
        do {
            changed = spreadOverBridges(type, found, supertypes, active);
        } while (changed);
        type.clashes = clashes(type, found, supertypes);
        if (type.clashes != null) found.andNot(type.clashes);
        return found;
    }

    private static @Nullable BitSet clashes(ClassInfo type, BitSet found, List<ClassInfo> supertypes) {
        if (!type.namesFiberEntries && supertypes.stream().noneMatch(s -> s.namesFiberEntries)) return null;
        BitSet clashes = null;
        for (int m = found.nextSetBit(0); m >= 0; m = found.nextSetBit(m + 1)) {
            MethodKey entry = type.methodKey(m).fiberEntry();
            boolean clash = type.declaresOther(entry.name(), entry.descriptor());
            for (ClassInfo s : supertypes) clash |= s.declaresOther(entry.name(), entry.descriptor());
            if (!clash) continue;
            if (clashes == null) clashes = new BitSet();
            clashes.set(m);
        }
        return clashes;
    }

    private static boolean isConstructor(ClassInfo type, int method) {
        return type.key(method).startsWith("<");
    }

    /** What compilers add and nobody means by "all methods", and hand-written fiber entries. */
    private static boolean isHelper(ClassInfo type, int method) {
        String key = type.key(method);
        boolean ofCompiler = type.is(method, Opcodes.ACC_SYNTHETIC)
                && type.is(method, Opcodes.ACC_PRIVATE)
                && (key.startsWith("lambda$") || key.startsWith("$values(") || key.startsWith("$deserializeLambda$("));
        return ofCompiler || type.isAccessMethod(method) || key.contains(RuntimeAbi.CONTINUATION_DESCRIPTOR + ")");
    }

    private boolean overrides(ClassInfo type, int method, List<ClassInfo> supertypes, Set<String> active) {
        if (type.is(method, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) return false;
        String key = type.key(method);
        for (ClassInfo s : supertypes) {
            int overridden = s.find(key);
            if (overridden >= 0
                    && isOverridable(s, overridden, type)
                    && fiberMethods(s, active).get(overridden)) return true;
        }
        return false;
    }

    private static boolean isOverridable(ClassInfo type, int method, ClassInfo by) {
        if (type.is(method, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) return false;
        return type.is(method, Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED) || ClassInfo.samePackage(type.name, by.name);
    }

    private boolean spreadOverBridges(ClassInfo type, BitSet found, List<ClassInfo> supertypes, Set<String> active) {
        boolean changed = false;
        for (int m = 0; m < type.methodCount(); m++) {
            MethodRef target = type.delegate(m);
            if (target == null) continue;
            int own = type.find(target.name(), target.descriptor());
            if (type.isDefaultArgumentsMethod(m)) {
                if (!found.get(m) && isFiberMethod(target, type, found, active)) {
                    found.set(m);
                    changed = true;
                }
            } else if (target.owner().equals(type.name) && own >= 0) {
                boolean constructor = isConstructor(type, own);
                if (found.get(own) && !found.get(m)) {
                    found.set(m);
                    changed = true;
                } else if (found.get(m) && !found.get(own) && !constructor && !type.isAccessMethod(m)) {
                    found.set(own);
                    changed = true;
                }
            } else if (!found.get(m) && isInherited(target, supertypes, active)) {
                found.set(m);
                changed = true;
            }
        }
        return changed;
    }

    /** Is what a type refers to a fiber method? Of the type's own methods, those found so far are. */
    private boolean isFiberMethod(MethodRef target, ClassInfo from, BitSet found, Set<String> active) {
        int own = from.find(target.name(), target.descriptor());
        if (target.owner().equals(from.name) && own >= 0) return found.get(own);
        ClassInfo owner = find(target.owner());
        if (owner == null || owner == from) return false;
        int declared = owner.find(target.name(), target.descriptor());
        if (declared >= 0) return fiberMethods(owner, active).get(declared);
        return isInherited(target, supertypes(owner), active);
    }

    private boolean isInherited(MethodRef target, List<ClassInfo> supertypes, Set<String> active) {
        for (ClassInfo s : supertypes) {
            int declared = s.find(target.name(), target.descriptor());
            if (declared >= 0 && fiberMethods(s, active).get(declared)) return true;
        }
        return false;
    }
}
