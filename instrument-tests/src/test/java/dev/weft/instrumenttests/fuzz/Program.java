// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A random program: a main class with a method {@code static Object run()}, and what that uses.
 *
 * <p>Its text is all there is to it; the corpus keeps texts, so a change of the generators doesn't change what it tests.
 */
interface Program {
    /** The package of all programs. */
    String PACKAGE = "fuzzed";

    /** Ends the name of each nested class that is never instrumented. */
    String FOREIGN = "Foreign";

    /** Simple name of the main class; other classes are nested in it. */
    String name();

    /** How it is to be instrumented. */
    Variant variant();

    /** Source code or the text of bytecode; {@link Corpus} reads it. */
    String text();

    /** The extension of a file with the text. */
    String extension();

    /** The same program, a little smaller; large steps come first. Not all of these are valid programs. */
    Stream<Program> reductions();

    /** The binary name of the main class. */
    default String className() {
        return PACKAGE + "." + name();
    }

    /** The binary name of the class that is never instrumented. */
    default String foreignClass() {
        return className() + "$" + FOREIGN;
    }

    /** Whether a class belongs to the program. */
    default boolean owns(String binaryName) {
        return binaryName.equals(className()) || binaryName.startsWith(className() + "$");
    }

    /** The class files of programs of one kind, by binary name. */
    interface Compiler {
        /** Fails with an {@link InvalidProgramException} if one of them is not a program. */
        Map<String, byte[]> compile(List<Program> programs);
    }

    /** What compiles it. */
    Compiler compiler();
}
