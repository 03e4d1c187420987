// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

/**
 * A set of classes, as users write it.
 *
 * <p>{@code com.acme.**} is a package with its sub-packages, {@code com.acme.*} a package without them,
 * {@code com.acme.Foo} a class with its nested classes, {@code **} everything and {@code *} the unnamed package.
 */
final class ClassPattern {
    private enum Kind {
        TREE,
        PACKAGE,
        CLASS
    }

    private final Kind kind;
    /** Internal form. Of a package with its trailing slash, empty for the unnamed one. */
    private final String name;

    private ClassPattern(Kind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it has none of the forms above
     */
    static ClassPattern parse(String pattern) {
        if (pattern.endsWith("**")) {
            return new ClassPattern(Kind.TREE, packageName(pattern, 2));
        }
        if (pattern.endsWith("*")) {
            return new ClassPattern(Kind.PACKAGE, packageName(pattern, 1));
        }
        return new ClassPattern(Kind.CLASS, internalName(pattern, pattern));
    }

    boolean matches(String internalName) {
        return switch (kind) {
            case TREE -> internalName.startsWith(name);
            case PACKAGE -> internalName.startsWith(name) && internalName.indexOf('/', name.length()) < 0;
            case CLASS ->
                internalName.startsWith(name)
                        && (internalName.length() == name.length() || internalName.charAt(name.length()) == '$');
        };
    }

    private static String packageName(String pattern, int stars) {
        String prefix = pattern.substring(0, pattern.length() - stars);
        if (prefix.isEmpty()) {
            return "";
        }
        if (!prefix.endsWith(".")) {
            throw malformed(pattern);
        }
        return internalName(pattern, prefix.substring(0, prefix.length() - 1)) + '/';
    }

    private static String internalName(String pattern, String name) {
        for (String part : name.split("\\.", -1)) {
            if (part.isEmpty() || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
                throw malformed(pattern);
            }
        }
        return name.replace('.', '/');
    }

    private static IllegalArgumentException malformed(String pattern) {
        return new IllegalArgumentException(
                "'" + pattern + "' names no classes: write com.acme.** for a package with its"
                        + " sub-packages, com.acme.* for a package alone, com.acme.Foo for a class, ** for everything");
    }
}
