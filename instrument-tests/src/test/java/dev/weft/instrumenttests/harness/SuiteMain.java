// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * Runs all entries of a folder of classes as fibers, and writes the outcomes to a file: under an agent, which instruments the
 * classes as they are loaded.
 */
public final class SuiteMain {
    private SuiteMain() {}

    /** Takes the folder and the file. */
    public static void main(String[] args) throws IOException {
        CompiledClasses classes = ClassFolder.read(Path.of(args[0]));
        Differential differential = new Differential(classes, classes);
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            out.writeObject(new TreeMap<>(FixedModes.outcomesOfFibers(differential, EntryScanner.scan(classes))));
        }
    }
}
