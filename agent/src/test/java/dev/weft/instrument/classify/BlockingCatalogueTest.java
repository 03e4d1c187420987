// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

class BlockingCatalogueTest {
    private static final Set<String> SINCE_25 = Set.of("readAllAsString", "readAllLines");

    @Test
    void knowsTheStandardCalls() {
        BlockingCatalogue c = BlockingCatalogue.standard();
        assertThat(c.isBlocking("java/nio/file/Files", "readString", "(Ljava/nio/file/Path;)Ljava/lang/String;"))
                .isTrue();
        assertThat(c.isBlocking("java/io/BufferedReader", "readLine", "()Ljava/lang/String;"))
                .isTrue();
        assertThat(c.isBlocking("java/io/File", "listFiles", "()[Ljava/io/File;"))
                .isTrue();
        assertThat(c.isBlocking("java/io/File", "listFiles", "(Ljava/io/FileFilter;)[Ljava/io/File;"))
                .isFalse();
        assertThat(c.isBlocking("java/io/File", "getName", "()Ljava/lang/String;"))
                .isFalse();
        assertThat(c.isBlocking("java/nio/file/Files", "walkFileTree", "()V")).isFalse();
        assertThat(c.isBlocking("java/lang/String", "length", "()I")).isFalse();
    }

    @Test
    void everyNamedMethodExists() throws Exception {
        for (String line : lines()) {
            List<String> words = List.of(line.split(" "));
            Class<?> type = Class.forName(words.get(0));
            Set<String> methods =
                    Set.copyOf(Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()))
                            .flatMap(m -> Stream.of(m.getName(), m.getName() + Type.getMethodDescriptor(m)))
                            .distinct()
                            .toList());
            assertThat(words.subList(1, words.size()))
                    .as(type.getName())
                    .doesNotHaveDuplicates()
                    .filteredOn(m -> Runtime.version().feature() >= 25 || !SINCE_25.contains(m))
                    .isSubsetOf(methods);
        }
    }

    @Test
    void malformedLinesAreNamed() {
        assertThatThrownBy(() -> BlockingCatalogue.read(new StringReader("# c\n\na.B")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> BlockingCatalogue.read(new StringReader("a.B c\na.B d")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = BlockingCatalogue.class.getResourceAsStream("blocking-calls.txt")) {
            if (in == null) throw new AssertionError("not found");
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .toList();
        }
    }
}
