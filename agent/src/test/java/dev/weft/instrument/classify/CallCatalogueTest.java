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

class CallCatalogueTest {
    private static final Set<String> SINCE_25 =
            Set.of("readAllAsString", "readAllLines", "close"); // close() of executors: 19

    @Test
    void knowsTheStandardCalls() {
        CallCatalogue c = CallCatalogue.standard();
        assertThat(c.maySuspend("java/nio/file/Files", "readString", "(Ljava/nio/file/Path;)Ljava/lang/String;"))
                .isTrue();
        assertThat(c.maySuspend("java/io/BufferedReader", "readLine", "()Ljava/lang/String;"))
                .isTrue();
        assertThat(c.maySuspend("java/io/File", "listFiles", "()[Ljava/io/File;"))
                .isTrue();
        assertThat(c.maySuspend("java/io/File", "listFiles", "(Ljava/io/FileFilter;)[Ljava/io/File;"))
                .isFalse();
        assertThat(c.maySuspend("java/io/File", "getName", "()Ljava/lang/String;"))
                .isFalse();
        assertThat(c.maySuspend("java/nio/file/Files", "walkFileTree", "()V")).isFalse();
        assertThat(c.maySuspend("java/lang/String", "length", "()I")).isFalse();
    }

    @Test
    void everyNamedMethodExists() throws Exception {
        for (String line : lines()) {
            List<String> words = List.of(line.split("\\s+"));
            Class<?> type = Class.forName(words.get(1));
            Set<String> methods =
                    Set.copyOf(Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()))
                            .flatMap(m -> Stream.of(m.getName(), m.getName() + Type.getMethodDescriptor(m)))
                            .distinct()
                            .toList());
            assertThat(words.subList(2, words.contains("->") ? words.indexOf("->") : words.size()))
                    .as(type.getName())
                    .doesNotHaveDuplicates()
                    .filteredOn(m -> Runtime.version().feature() >= 25 || !SINCE_25.contains(m))
                    .isSubsetOf(methods);
        }
    }

    @Test
    void malformedLinesAreNamed() {
        assertThatThrownBy(() -> CallCatalogue.read(new StringReader("# c\n\nio a.B")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> CallCatalogue.read(new StringReader("io a.B c\npin a.B c")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = CallCatalogue.class.getResourceAsStream("catalogue.txt")) {
            if (in == null) throw new AssertionError("not found");
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .toList();
        }
    }
}
