// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;

/** Finds the fiber entries of a class that would go astray, and have to call the plain methods instead. */
final class ForeignEntries {
    private static final int WITHOUT_RECEIVER_OR_BODY =
            Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE;

    private final FiberRules rules;
    private final MethodResolution resolution;
    private final Predicate<MethodResolution.Declaration> hasFiberEntry;

    ForeignEntries(
            FiberRules rules, MethodResolution resolution, Predicate<MethodResolution.Declaration> hasFiberEntry) {
        this.rules = rules;
        this.resolution = resolution;
        this.hasFiberEntry = hasFiberEntry;
    }

    /** Those that a generated forwarder has: there is a plain method for each, here or above. */
    Set<MethodKey> forwarded(ClassInfo type) {
        Set<MethodKey> found = new LinkedHashSet<>();
        List<ClassInfo> above = List.of();
        for (int m = 0; m < type.methodCount(); m++) {
            String key = type.key(m);
            int end = key.indexOf(ClassInfo.CONTINUATION_AT_END);
            if (end < 0 || type.is(m, WITHOUT_RECEIVER_OR_BODY)) continue;
            String plain = key.substring(0, end) + key.substring(end + ClassInfo.CONTINUATION_AT_END.length() - 1);
            int own = type.find(plain);
            if (own >= 0 && type.is(own, WITHOUT_RECEIVER_OR_BODY)) continue;
            if (above.isEmpty()) above = rules.supertypes(type);
            boolean isCopied = own >= 0 && type.is(m, Opcodes.ACC_SYNTHETIC); // else it is somebody's own method
            if (isCopied || above.stream().anyMatch(s -> s.find(plain) >= 0)) found.add(type.methodKey(m));
        }
        return found;
    }

    /**
     * Plain methods whose fiber entries a class inherits from unrelated interfaces, so that the JVM
     * wouldn't choose.
     *
     * @param type the class
     * @param isInstrumented whether its own fiber methods get entries
     */
    Set<MethodKey> inheritedTwice(ClassInfo type, boolean isInstrumented) {
        Set<MethodKey> found = new LinkedHashSet<>();
        if (type.isInterface()) return found;
        List<ClassInfo> supertypes = rules.supertypes(type);
        Set<String> seen = new HashSet<>();
        for (ClassInfo s : supertypes) {
            if (!s.isInterface()) continue;
            for (int m = 0; m < s.methodCount(); m++) {
                boolean isEntry = !s.is(m, Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE) && rules.isFiberMethod(s, m);
                String key = s.key(m);
                if (isEntry && !seen.add(key) && isAmbiguous(type, key, supertypes, isInstrumented)) {
                    found.add(s.methodKey(m));
                }
            }
        }
        return found;
    }

    private boolean isAmbiguous(ClassInfo type, String key, List<ClassInfo> supertypes, boolean isInstrumented) {
        if (isInstrumented && hasEntry(type, key)) return false;
        for (ClassInfo s : supertypes) if (!s.isInterface() && hasEntry(s, key)) return false;
        return resolution.inInterfaces(type, key).stream().filter(hasFiberEntry).count() > 1;
    }

    private boolean hasEntry(ClassInfo type, String key) {
        int method = type.find(key);
        return method >= 0 && hasFiberEntry.test(new MethodResolution.Declaration(type, method));
    }
}
