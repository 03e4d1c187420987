// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    @TempDir
    Path directory;

    @Test
    void lastLineNeedsNoEnd() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
        assertThat(lines("a\nb\n")).containsExactly("a", "b");
    }

    @Test
    void emptyLinesCount() throws IOException {
        assertThat(lines("\n\na\n\n")).containsExactly("", "", "a", "");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void carriageReturnIsKept() throws IOException {
        assertThat(lines("a\r\nb\r")).containsExactly("a\r", "b\r");
    }

    /** Lengths around the block that is read at once, and around its double. */
    @ParameterizedTest
    @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 1_000_000})
    void linesMayBeLongerThanABlock(int length) throws IOException {
        String line = "x".repeat(length);
        assertThat(lines("a\n" + line + "\nb\n" + line + "\n" + line)).containsExactly("a", line, "b", line, line);
    }

    @Test
    void nulMakesItBinary() throws IOException {
        try (LineReader binary = reader("a\nb\0c")) {
            assertThat(binary.isBinary()).isTrue();
        }
        try (LineReader text = reader("a\nb")) {
            assertThat(text.isBinary()).isFalse();
            assertThat(text.next()).isTrue();
            assertThat(text.bytes()).containsExactly('a');
        }
    }

    private List<String> lines(String text) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = reader(text)) {
            while (reader.next()) {
                lines.add(reader.text(ISO_8859_1));
                assertThat(reader.bytes()).isEqualTo(reader.text(ISO_8859_1).getBytes(ISO_8859_1));
            }
        }
        return lines;
    }

    private LineReader reader(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), text, ISO_8859_1);
        return new LineReader(Files.newByteChannel(file));
    }
}
