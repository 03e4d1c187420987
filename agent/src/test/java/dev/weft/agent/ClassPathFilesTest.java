// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFilesTest {
    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();

    private final ClassFileLocator others = new ClassFileLocator() {
        @Override
        public Resolution locate(String name) {
            asked.add(name);
            return new Resolution.Illegal(name);
        }

        @Override
        public void close() {}
    };

    @Test
    void classesAreFoundInFoldersAndJars() throws IOException {
        Path classes = folder.resolve("classes");
        Files.createDirectories(classes.resolve("p"));
        Files.writeString(classes.resolve("p/A.class"), "a");
        Path jar = jar("b.jar", null, "p/B.class", "b");
        ClassFileLocator files = files(classes, folder.resolve("missing"), jar);
        assertThat(text(files, "p.A")).isEqualTo("a");
        assertThat(text(files, "p.B")).isEqualTo("b");
        assertThat(asked).isEmpty();
    }

    @Test
    void theFirstElementCounts() throws IOException {
        Path first = jar("1.jar", null, "p/A.class", "first");
        Path second = jar("2.jar", null, "p/A.class", "second");
        assertThat(text(files(first, second), "p.A")).isEqualTo("first");
    }

    @Test
    void aJarThatIsAloneNamesOthersInItsManifest() throws IOException {
        jar("more.jar", null, "p/B.class", "b");
        Path jar = jar("main.jar", "more.jar missing.jar http://example.org/x.jar %", "p/A.class", "a");
        ClassFileLocator files = files(jar);
        assertThat(text(files, "p.A")).isEqualTo("a");
        assertThat(text(files, "p.B")).isEqualTo("b");
    }

    @Test
    void theRestIsLeftToTheLoader() throws IOException {
        Path noJar = folder.resolve("no.jar");
        Files.writeString(noJar, "this is no jar");
        assertThat(files(noJar).locate("p.A").isResolved()).isFalse();
        assertThat(asked).containsExactly("p.A");
    }

    private ClassFileLocator files(Path... elements) {
        List<String> names = new ArrayList<>();
        for (Path element : elements) names.add(element.toString());
        return new ClassPathFiles(String.join(File.pathSeparator, names), others);
    }

    private static String text(ClassFileLocator files, String name) throws IOException {
        return new String(files.locate(name).resolve(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private Path jar(String name, @Nullable String classPath, String entry, String content) throws IOException {
        Path file = folder.resolve(name);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry(entry));
            jar.write(content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            jar.closeEntry();
        }
        return file;
    }
}
