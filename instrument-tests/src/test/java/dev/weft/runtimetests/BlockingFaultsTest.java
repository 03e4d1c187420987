// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.io.Blocking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What runs out where fibers use files: room, and descriptors. In a process of its own, whose shell sets the limits, since that takes
 * no rights; a file that may not grow fails as one on a full disk does.
 */
@Timeout(60)
class BlockingFaultsTest {
    private static final int DESCRIPTORS = 128;
    private static final int FIBERS = 200;
    private static final int KILOBYTES = 64;

    @TempDir
    Path folder;

    /** The process: {@code Limited FOLDER}. */
    static final class Limited {
        private Limited() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Path small = Files.write(folder.resolve("small"), new byte[100]);
            Weft.run(() -> read(small) + openAll(folder.resolve("none"))); // loads classes, which takes descriptors
            System.out.println("full " + Weft.run(() -> writeTooMuch(folder)));
            System.out.println("open " + Weft.run(() -> openAll(small)));
            System.out.println("read " + Weft.run(() -> read(small)));
            Blocking.Metrics metrics = Weft.run(() -> Blocking.total());
            System.out.println("left " + metrics.active() + " " + metrics.queued());
        }

        /** How many have failed. */
        @Fiber
        private static int writeTooMuch(Path folder) {
            List<Routine<Integer>> routines = new ArrayList<>();
            for (int i = 0; i < FIBERS; i++) {
                Path file = folder.resolve("large" + i);
                routines.add(Weft.go(() -> {
                    try {
                        Files.write(file, new byte[2 * 1024 * KILOBYTES]);
                        return 0;
                    } catch (IOException e) {
                        Files.delete(file);
                        return 1;
                    }
                }));
            }
            return sum(routines);
        }

        /** How many could not be opened at the same time. */
        @Fiber
        private static int openAll(Path file) throws IOException {
            List<InputStream> open = new ArrayList<>();
            List<Routine<InputStream>> routines = new ArrayList<>();
            for (int i = 0; i < FIBERS; i++) routines.add(Weft.go(() -> open(file)));
            for (Routine<InputStream> routine : routines) {
                InputStream stream = routine.join();
                if (stream.available() > 0) open.add(stream);
            }
            for (InputStream stream : open) stream.close();
            return FIBERS - open.size();
        }

        @Fiber
        private static InputStream open(Path file) {
            try {
                return Files.newInputStream(file);
            } catch (IOException e) {
                return InputStream.nullInputStream();
            }
        }

        @Fiber
        private static int read(Path file) {
            List<Routine<Integer>> routines = new ArrayList<>();
            for (int i = 0; i < FIBERS; i++) routines.add(Weft.go(() -> Files.readAllBytes(file).length));
            return sum(routines);
        }

        @Fiber
        private static int sum(List<Routine<Integer>> routines) {
            int sum = 0;
            for (Routine<Integer> routine : routines) sum += routine.join();
            return sum;
        }
    }

    @Test
    void whatRunsOutFailsWhereItIsUsedAndNothingIsLeftBehind() throws Exception {
        String command = "ulimit -n " + DESCRIPTORS + " && ulimit -f " + KILOBYTES + " && exec \"$@\"";
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        command,
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Limited.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<String> lines = output.lines().toList();
        assertThat(lines).contains("full " + FIBERS, "read " + 100 * FIBERS, "left 0 0");
        String open =
                lines.stream().filter(l -> l.startsWith("open ")).findFirst().orElseThrow();
        int refused = Integer.parseInt(open.substring(5));
        assertThat(refused).as("of " + FIBERS).isBetween(FIBERS - DESCRIPTORS, FIBERS - 1);
    }
}
