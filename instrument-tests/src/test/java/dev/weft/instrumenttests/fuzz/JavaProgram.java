// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program in source code.
 *
 * @param name of the main class
 * @param variant how it is instrumented
 * @param inlineConcat whether strings are concatenated by a builder, as compilers did before Java 9
 * @param code the compilation unit, behind its first line
 */
record JavaProgram(String name, Variant variant, boolean inlineConcat, Tree code) implements Program {
    private static final String HEADER = "// variant=";
    private static final String INLINE = " concat=inline";

    /** Reads what {@link #text} has written. Only whole lines of it can be left out then. */
    static JavaProgram parse(String name, String text) {
        int end = text.indexOf('\n');
        String header = text.substring(0, end);
        if (!header.startsWith(HEADER)) {
            throw new IllegalArgumentException(name + " has no first line " + HEADER);
        }
        boolean inline = header.endsWith(INLINE);
        String variant =
                header.substring(HEADER.length(), inline ? header.length() - INLINE.length() : header.length());
        List<Tree> lines = new ArrayList<>();
        text.substring(end + 1).lines().forEach(line -> lines.add(Tree.element(line, "\n")));
        return new JavaProgram(name, Variant.valueOf(variant), inline, Tree.list(lines));
    }

    @Override
    public String text() {
        return HEADER + variant + (inlineConcat ? INLINE : "") + "\n" + code;
    }

    @Override
    public String toString() {
        return name + extension();
    }

    @Override
    public String extension() {
        return ".java";
    }

    @Override
    public Program.Compiler compiler() {
        return inlineConcat ? JavaCompilers.INLINE_CONCAT : JavaCompilers.USUAL;
    }

    @Override
    public Stream<Program> reductions() {
        return Reductions.of(code, Types::simplest)
                .map(smaller -> new JavaProgram(name, variant, inlineConcat, smaller));
    }
}
