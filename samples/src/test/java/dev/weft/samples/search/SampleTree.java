// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A directory tree with what can go wrong: odd ends of lines, long lines, links, names, bytes that are no text. */
final class SampleTree {
    private static final String[] WORDS = {"alpha", "beta", "gamma", "needle", "x1", "()", "{", "grün", "the end", ""};

    private SampleTree() {}

    /** Creates it in an empty directory. With the same seed it is the same. */
    static void create(Path root, int files, long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < files; i++) {
            Path directory = root;
            for (int depth = random.nextInt(4); depth > 0; depth--)
                directory = directory.resolve("d" + random.nextInt(5));
            Files.createDirectories(directory);
            Files.write(directory.resolve("file" + i + ".txt"), text(random).getBytes(UTF_8));
        }
        write(root, "empty", "");
        write(root, "newline", "\n");
        write(root, "newlines", "\n\n\nneedle\n\n");
        write(root, "unended", "a\nneedle at the end");
        write(root, "carriage-return", "needle\r\nother\r\nneedle\r");
        write(root, "long-line", "x ".repeat(150_000) + "needle\nneedle " + "y ".repeat(50_000));
        write(root, ".hidden", "needle in hiding\n");
        write(root, "with space:and colon", "needle\n");
        write(root, "binary", "nothing\0to see\n");
        if ("UTF-8".equals(System.getProperty("sun.jnu.encoding"))) write(root, "grün", "Nähnadel, needle\n");
        Files.createDirectories(root.resolve("no files"));
        Files.createSymbolicLink(root.resolve("link-to-file"), Path.of("unended"));
        Files.createSymbolicLink(root.resolve("link-to-itself"), Path.of("."));
        Files.createSymbolicLink(root.resolve("link-to-nothing"), Path.of("nowhere"));
    }

    /** Adds a file with bytes that are no UTF-8. */
    static void addLatin1(Path root) throws IOException {
        Files.write(root.resolve("latin1"), "N\u00e4hnadel\nneedle \u00fc\n\u00ff\u00fe\n".getBytes(ISO_8859_1));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int line = random.nextInt(40); line > 0; line--) {
            for (int word = random.nextInt(8); word > 0; word--) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void write(Path root, String name, String content) throws IOException {
        Files.write(root.resolve(name), content.getBytes(UTF_8));
    }
}
