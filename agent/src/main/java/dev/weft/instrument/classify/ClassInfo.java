// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.abi.RuntimeAbi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;

/** What classification needs to know of one class file. Methods are numbered in the order of their keys. */
final class ClassInfo {
    /*
     * Ordering: immutable but for fiberMethods and straightMethods, two memos. Whoever finds one null computes it from immutable
     * data, so two threads that race store equal values; they are volatile so that their content is seen with them.
     */

    /** The end of the name of kotlinc's methods that fill in default arguments; the beginning is the name of what they call. */
    static final String DEFAULT_ARGUMENTS = "$default";

    /** A part of the key of each method that may be a fiber entry. */
    static final String CONTINUATION_AT_END = RuntimeAbi.CONTINUATION_DESCRIPTOR + ")";

    private static final int FIBER_ANNOTATION = 1 << 16;
    private static final int BLOCKING_ANNOTATION = 1 << 17;

    final String name;
    final @Nullable String superName;
    final List<String> interfaces;
    final int access;
    final int version; // major
    final boolean hasUnreadableCode; // older than 45.3, or newer than known: has no fiber entries
    final boolean annotated; // @Fiber on the type
    final boolean instrumented; // carries the attribute of the ABI, or belongs to the ABI

    private final String[] keys; // name and descriptor, sorted; without <clinit>
    private final int[] nameLengths; // a name may have parentheses too
    private final int[] flags; // access flags, FIBER_ANNOTATION and BLOCKING_ANNOTATION
    private final Map<String, MethodRef> delegates; // of bridges and access methods, by their keys
    final boolean namesFiberEntries; // a method's last parameter is a continuation

    /** For {@link FiberRules}: which methods are fiber methods. */
    volatile @Nullable BitSet fiberMethods;

    /** For {@link FiberRules}: which would be, had no other method the signature of their fiber entry. Set before the above. */
    @Nullable
    BitSet clashes;

    /** For {@link StraightMethods}: by key, with the types of which they create objects. */
    volatile @Nullable Map<String, Set<String>> straightMethods;

    private ClassInfo(Builder b) {
        name = b.name;
        superName = b.superName;
        interfaces = List.copyOf(b.interfaces);
        access = b.access;
        version = b.version;
        hasUnreadableCode = b.hasUnreadableCode;
        annotated = b.annotated;
        instrumented = b.instrumented;
        delegates = Map.copyOf(b.delegates);
        b.methods.sort(Comparator.comparing(Method::key));
        keys = b.methods.stream().map(Method::key).toArray(String[]::new);
        nameLengths = b.methods.stream().mapToInt(Method::nameLength).toArray();
        flags = b.methods.stream().mapToInt(Method::flags).toArray();
        namesFiberEntries = Arrays.stream(keys).anyMatch(key -> key.contains(CONTINUATION_AT_END));
    }

    boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    /** Names of the superclass and the interfaces. */
    List<String> supertypes() {
        List<String> all = new ArrayList<>(interfaces);
        if (superName != null) all.add(superName);
        return all;
    }

    boolean isAnnotationType() {
        return (access & Opcodes.ACC_ANNOTATION) != 0;
    }

    boolean isPublic() {
        return (access & Opcodes.ACC_PUBLIC) != 0;
    }

    /** Does it declare a method that looks like a fiber entry, and that the instrumenter hasn't made? */
    boolean declaresOther(String methodName, String fiberDescriptor) {
        if (!namesFiberEntries || name.startsWith(RuntimeAbi.PACKAGE)) return false;
        int other = find(methodName, fiberDescriptor);
        return other >= 0 && !(instrumented && is(other, Opcodes.ACC_SYNTHETIC));
    }

    int methodCount() {
        return keys.length;
    }

    /** The number of the method that is declared with this name and descriptor, negative if there is none. */
    int find(String methodName, String descriptor) {
        return find(methodName.concat(descriptor));
    }

    int find(String key) {
        return Arrays.binarySearch(keys, key);
    }

    String key(int method) {
        return keys[method];
    }

    MethodKey methodKey(int method) {
        return new MethodKey(methodName(method), descriptor(method));
    }

    String methodName(int method) {
        return keys[method].substring(0, nameLengths[method]);
    }

    String descriptor(int method) {
        return keys[method].substring(nameLengths[method]);
    }

    boolean is(int method, int accessFlags) {
        return (flags[method] & accessFlags) != 0;
    }

    /** Has {@code @Fiber} itself. */
    boolean isAnnotated(int method) {
        return (flags[method] & FIBER_ANNOTATION) != 0;
    }

    /** Has {@code @Blocking} itself. */
    boolean isBlocking(int method) {
        return (flags[method] & BLOCKING_ANNOTATION) != 0;
    }

    /** What a bridge or an access method calls, if it calls one thing, and what a method with default arguments is for. */
    @Nullable
    MethodRef delegate(int method) {
        return delegates.get(keys[method]);
    }

    static String packageOf(String internalName) {
        return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
    }

    static boolean samePackage(String one, String other) {
        return packageOf(one).equals(packageOf(other));
    }

    /** Collects what a class file says. */
    static final class Builder {
        private final String name;
        private final @Nullable String superName;
        private final List<String> interfaces;
        private final int access;
        private final int version;
        private boolean hasUnreadableCode;
        private final List<Method> methods = new ArrayList<>();
        private final Map<String, MethodRef> delegates = new TreeMap<>();
        private boolean annotated;
        private boolean instrumented;

        Builder(int version, int access, String name, @Nullable String superName, List<String> interfaces) {
            this.version = version & 0xffff;
            hasUnreadableCode = Classifier.hasUnreadableCode(version);
            this.access = access;
            this.name = name;
            this.superName = superName;
            this.interfaces = interfaces;
            this.instrumented = name.startsWith(RuntimeAbi.PACKAGE);
        }

        void unreadableCode() {
            hasUnreadableCode = true;
        }

        void annotated() {
            annotated = true;
        }

        void instrumented() {
            instrumented = true;
        }

        void method(
                int methodAccess,
                String methodName,
                String descriptor,
                boolean fiberAnnotation,
                boolean blockingAnnotation) {
            if (methodName.equals("<clinit>")) return;
            int annotations = (fiberAnnotation ? FIBER_ANNOTATION : 0) | (blockingAnnotation ? BLOCKING_ANNOTATION : 0);
            int bits = (methodAccess & 0xffff) | annotations;
            methods.add(new Method(methodName.concat(descriptor), methodName.length(), bits));
        }

        void delegate(String methodName, String descriptor, MethodRef target) {
            delegates.put(methodName.concat(descriptor), target);
        }

        /** Whether it is worth to look for what this method delegates to. */
        boolean mayDelegate(int methodAccess, String methodName) {
            return (methodAccess & Opcodes.ACC_BRIDGE) != 0
                    || isAccessMethod(version, methodAccess, methodName)
                    || isDefaultArgumentsMethod(methodAccess, methodName);
        }

        ClassInfo build() {
            return new ClassInfo(this);
        }
    }

    /** javac's way, before nestmates, to reach private members of another class of the nest. */
    private static boolean isAccessMethod(int version, int access, String name) {
        int staticSynthetic = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        return version < Opcodes.V11 && (access & staticSynthetic) == staticSynthetic && name.startsWith("access$");
    }

    /** kotlinc's way to call a method with the values of the arguments that a caller leaves out. */
    private static boolean isDefaultArgumentsMethod(int access, String name) {
        int staticSynthetic = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        return (access & staticSynthetic) == staticSynthetic && name.endsWith(DEFAULT_ARGUMENTS);
    }

    boolean isDefaultArgumentsMethod(int method) {
        return isDefaultArgumentsMethod(flags[method], methodName(method));
    }

    boolean isAccessMethod(int method) {
        return isAccessMethod(version, flags[method], keys[method]);
    }

    private record Method(String key, int nameLength, int flags) {}

    /** A method as an instruction names it. */
    record MethodRef(String owner, String name, String descriptor) {}
}
