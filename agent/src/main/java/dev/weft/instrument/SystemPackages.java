// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Packages that are never fiber packages, whatever a pattern says: those of the JDK, which no one may change, and of
 * the runtime, whose fiber methods are marked one by one.
 *
 * <p>The JDK's are those of the JVM that instruments; a class of {@code java}, {@code jdk} or {@code sun} counts
 * whether or not this JVM has it.
 */
final class SystemPackages {
    private static final List<String> ROOTS = List.of("java/", "jdk/", "sun/");

    /** Not {@code dev.weft.**}: samples, tests and extensions live under that name too. */
    private static final List<ClassPattern> WEFT = List.of(
            ClassPattern.parse("dev.weft.*"),
            ClassPattern.parse("dev.weft.abi.**"),
            ClassPattern.parse("dev.weft.channel.**"),
            ClassPattern.parse("dev.weft.context.**"),
            ClassPattern.parse("dev.weft.internal.**"),
            ClassPattern.parse("dev.weft.io.**"),
            ClassPattern.parse("dev.weft.jdk.**"),
            ClassPattern.parse("dev.weft.sync.**"));

    private SystemPackages() {}

    static boolean contain(String internalName) {
        return isJdk(internalName) || isWeft(internalName);
    }

    static boolean isJdk(String internalName) {
        for (String root : ROOTS) {
            if (internalName.startsWith(root)) {
                return true;
            }
        }
        int end = internalName.lastIndexOf('/');
        return end > 0 && Jdk.PACKAGES.contains(internalName.substring(0, end));
    }

    static boolean isWeft(String internalName) {
        if (!internalName.startsWith("dev/weft/")) {
            return false;
        }
        for (ClassPattern pattern : WEFT) {
            if (pattern.matches(internalName)) {
                return true;
            }
        }
        return false;
    }

    /** Read when first asked for: a program that names no packages never needs it. */
    private static final class Jdk {
        static final Set<String> PACKAGES = ModuleFinder.ofSystem().findAll().stream()
                .flatMap(module -> module.descriptor().packages().stream())
                .map(name -> name.replace('.', '/'))
                .collect(Collectors.toUnmodifiableSet());
    }
}
