// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A program in the text of bytecode, see {@link Assembler}.
 *
 * @param name of the class
 * @param variant how it is instrumented
 * @param version of the class file
 * @param code the text, behind its first line
 */
record AsmProgram(String name, Variant variant, int version, Tree code) implements Program {
    private static final String HEADER = "// variant=";
    private static final String VERSION = " version=";
    private static final Program.Compiler COMPILER = AsmProgram::compile;

    /** Reads what {@link #text} has written. Only whole lines of it can be left out then. */
    static AsmProgram parse(String name, String text) {
        int end = text.indexOf('\n');
        String header = text.substring(0, end);
        int version = header.indexOf(VERSION);
        if (!header.startsWith(HEADER) || version < 0) {
            throw new IllegalArgumentException(name + " has no first line " + HEADER + "…" + VERSION + "…");
        }
        List<Tree> lines = new ArrayList<>();
        text.substring(end + 1).lines().forEach(line -> lines.add(Tree.element(line, "\n")));
        return new AsmProgram(
                name,
                Variant.valueOf(header.substring(HEADER.length(), version)),
                Integer.parseInt(header.substring(version + VERSION.length())),
                Tree.list(lines));
    }

    @Override
    public String text() {
        return HEADER + variant + VERSION + version + "\n" + code;
    }

    @Override
    public String toString() {
        return name + extension();
    }

    @Override
    public String extension() {
        return ".asm";
    }

    @Override
    public Program.Compiler compiler() {
        return COMPILER;
    }

    private static Map<String, byte[]> compile(List<Program> programs) {
        Map<String, byte[]> classFiles = new TreeMap<>();
        for (Program program : programs) {
            classFiles.put(program.className(), Assembler.assemble((AsmProgram) program));
        }
        return classFiles;
    }

    @Override
    public Stream<Program> reductions() {
        return Reductions.of(code, Operands::simplest).map(smaller -> new AsmProgram(name, variant, version, smaller));
    }
}
