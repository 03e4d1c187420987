// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the comments {@code // pins REASON} of the targets' sources. */
public final class PinComments {
    private static final Pattern COMMENT = Pattern.compile("// pins ([A-Z_]+)$");

    private PinComments() {}

    /** All comments in the sources of these classes, as {@code Class:line REASON}. */
    public static TreeSet<String> declared(CompiledClasses classes) {
        TreeSet<String> declared = new TreeSet<>();
        for (String name : classes.names()) {
            if (!name.contains("$") && hasSource(name)) {
                addAll(declared, name);
            }
        }
        return declared;
    }

    private static void addAll(TreeSet<String> declared, String className) {
        List<String> lines = read(TargetSources.sourceFile(fileOf(className)));
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = COMMENT.matcher(lines.get(i));
            if (matcher.find()) {
                declared.add(className + ":" + (i + 1) + " " + matcher.group(1));
            }
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a class comes from a source file, so that it is not a generated one. */
    public static boolean hasSource(String className) {
        return className.startsWith(TargetSources.PACKAGE + ".")
                && TargetSources.findSourceFile(fileOf(topLevel(className))) != null;
    }

    /** The name of the class that encloses all others. */
    public static String topLevel(String className) {
        int dollar = className.indexOf('$');
        return dollar < 0 ? className : className.substring(0, dollar);
    }

    private static String fileOf(String topLevelClass) {
        return topLevelClass.substring(TargetSources.PACKAGE.length() + 1).replace('.', '/') + ".java";
    }
}
