// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process that runs programs, plainly or in fibers, and writes down what they have seen. */
public final class ProgramProcess {
    private ProgramProcess() {}

    /**
     * Runs programs in order. Each transcript becomes a file, whose first line has the count of suspensions.
     *
     * @param arguments the folder to write to, how many polls there are to a suspension or {@code plain}, and names of classes
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        for (String name : List.of(arguments).subList(2, arguments.length)) {
            Program program =
                    (Program) Class.forName(name).getDeclaredConstructor().newInstance();
            Transcript transcript = new Transcript();
            if (arguments[1].equals("plain")) program.run(transcript);
            else runInFiber(program, transcript, Integer.parseInt(arguments[1]));
            write(folder.resolve(name + ".txt"), transcript);
        }
        System.exit(0); // whatever threads the libraries have left behind
    }

    private static void runInFiber(Program program, Transcript transcript, int oneIn) throws Exception {
        try {
            new FiberCall(oneIn, Long.getLong(SuiteProcess.SEED, 1)) {
                @Override
                Object call() throws Throwable {
                    program.run(transcript);
                    return "";
                }
            }.run();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, Transcript transcript) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Long.toString(FiberCall.takeSuspensions()));
        lines.addAll(transcript.lines());
        Files.write(file, lines);
    }
}
