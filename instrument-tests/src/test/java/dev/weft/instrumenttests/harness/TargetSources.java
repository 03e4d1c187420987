// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.instrumenttests.generated.GeneratedTargets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The target classes: as this build has compiled them, and as the running JDK's own compiler compiles them.
 *
 * <p>Both are found from the place of the test classes, {@code target/test-classes}, so that the tests run from any
 * working directory.
 */
public final class TargetSources {
    /** The package of the targets. */
    public static final String PACKAGE = "dev.weft.instrumenttests.targets";

    private static final String FOLDER = PACKAGE.replace('.', '/');
    private static final int BUILD_RELEASE = 17;

    private TargetSources() {}

    /** The compiled targets to test on this JVM, one element for each compiler. */
    public static List<CompiledClasses> all() {
        List<CompiledClasses> all = new ArrayList<>();
        all.add(compiledByBuild());
        if (Runtime.version().feature() > BUILD_RELEASE) {
            all.add(compiledByRunningJdk());
        }
        return all;
    }

    /** The class files that the build has put into its output folder, and the generated ones. */
    public static CompiledClasses compiledByBuild() {
        Path root = testClasses();
        Map<String, byte[]> classFiles = new TreeMap<>();
        for (Path file : files(root.resolve(FOLDER), ".class")) {
            String name = root.relativize(file).toString().replace('\\', '/');
            classFiles.put(name.substring(0, name.length() - ".class".length()).replace('/', '.'), read(file));
        }
        classFiles.putAll(GeneratedTargets.classFiles());
        return new CompiledClasses("compiled by build", classFiles);
    }

    /** The same sources, and those that need a newer language, compiled for the running JDK's own release. */
    public static CompiledClasses compiledByRunningJdk() {
        int release = Runtime.version().feature();
        List<Path> sources = new ArrayList<>(files(sourceFolder("java"), ".java"));
        for (int newer = BUILD_RELEASE + 1; newer <= release; newer++) {
            Path folder = sourceFolder("java" + newer);
            if (Files.isDirectory(folder)) {
                sources.addAll(files(folder, ".java"));
            }
        }
        Map<String, byte[]> classFiles = SourceCompiler.compile(sources, release);
        return new CompiledClasses(String.format(Locale.ROOT, "compiled by JDK %d", release), classFiles);
    }

    /** The source file with this name in any of the target source folders. */
    static Path sourceFile(String name) {
        Path file = findSourceFile(name);
        if (file == null) {
            throw new IllegalArgumentException("no target source file " + name);
        }
        return file;
    }

    static @Nullable Path findSourceFile(String name) {
        for (int release = Runtime.version().feature(); release >= BUILD_RELEASE; release--) {
            Path file = sourceFolder(release == BUILD_RELEASE ? "java" : "java" + release)
                    .resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }

    private static Path sourceFolder(String sourceSet) {
        return moduleFolder().resolve("src/test").resolve(sourceSet).resolve(FOLDER);
    }

    /** The folder of this Maven module. */
    public static Path moduleFolder() {
        Path target = testClasses().getParent();
        if (target == null || target.getParent() == null) {
            throw new IllegalStateException("test classes are not in target/test-classes: " + testClasses());
        }
        return target.getParent();
    }

    private static Path testClasses() {
        try {
            return Path.of(TargetSources.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.endsWith("package-info" + suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
