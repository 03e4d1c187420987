// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.extension.Extension;

/** One run of a suite, in a folder of its own. */
final class SuiteRun {
    private static final String TEST_CLASSES = "^(Test.*|.+[.$]Test.*|.*Tests?)$";

    private final Suite suite;
    private final Path folder;
    private final Path outcomes;
    private final ForkedJava java;
    private final boolean fibers;
    private final Process process;

    /**
     * Starts it.
     *
     * @param fibers whether to run test bodies in fibers, else plainly
     * @param everything whether to run the costly tests too, with all of the JVM's compilers
     * @param name of its folder
     */
    SuiteRun(Suite suite, boolean fibers, boolean everything, String name) throws IOException {
        this(suite, fibers, everything, name, suite.testJar(), TEST_CLASSES);
    }

    /** A run of the canary, with what a suite has around it. */
    static SuiteRun ofCanary(boolean fibers) throws IOException {
        return new SuiteRun(
                Suite.COMMONS_CODEC,
                fibers,
                false,
                fibers ? "canary-in-fiber" : "canary",
                Libraries.origin(FiberCanaryTest.class),
                ".*FiberCanaryTest");
    }

    private SuiteRun(Suite suite, boolean fibers, boolean everything, String name, Path tests, String testClasses)
            throws IOException {
        this.suite = suite;
        this.fibers = fibers;
        folder = Files.createDirectories(
                Libraries.target().resolve("suites").resolve(suite.artifact()).resolve(name));
        outcomes = folder.resolve("outcomes.txt");
        Files.deleteIfExists(outcomes);
        unpackResources();
        java = new ForkedJava(folder, name);
        java.option("-D" + SuiteProcess.SEED + "=" + seed());
        if (!everything)
            java.option("-XX:TieredStopAtLevel=1"); // short-lived: the optimising compiler costs more than it saves
        for (String open : suite.openPackages()) java.option("--add-opens=java.base/" + open + "=ALL-UNNAMED");
        if (fibers) java.instrumented();
        List<String> arguments = new ArrayList<>(List.of(
                tests.toString(),
                fibers ? SuiteProcess.FIBERS : "plain",
                outcomes.toString(),
                System.getProperty("weft.libraries.only", testClasses)));
        arguments.addAll(suite.leftOut());
        if (!everything) arguments.addAll(suite.costly());
        process = java.start(classPath(), SuiteProcess.class, arguments);
    }

    static long seed() {
        return Long.getLong(SuiteProcess.SEED, 1);
    }

    private List<Path> classPath() throws IOException {
        List<Path> classPath = new ArrayList<>();
        if (fibers) classPath.add(services());
        classPath.add(Libraries.origin(SuiteProcess.class));
        classPath.add(Libraries.runtime());
        classPath.addAll(suite.classPath());
        for (String artifact : List.of("junit-platform-console-standalone", "asm", "asm-commons", "asm-tree")) {
            classPath.add(Libraries.jar(artifact));
        }
        return classPath;
    }

    /** A folder by which JUnit finds the interceptor. */
    private Path services() throws IOException {
        Path services = folder.resolve("services");
        Path file = services.resolve("META-INF/services").resolve(Extension.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, FiberInterceptor.class.getName() + "\n");
        return services;
    }

    /** Tests look for their data where the sources of the library have it. */
    private void unpackResources() throws IOException {
        Path resources = folder.resolve("src/test/resources");
        Files.createDirectories(folder.resolve("src/test/java"));
        Files.createDirectories(folder.resolve("target"));
        try (JarFile jar = new JarFile(suite.testJar().toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                Path file = resources.resolve(entry.getName()).normalize();
                if (entry.isDirectory() || entry.getName().endsWith(".class") || !file.startsWith(resources)) continue;
                Files.createDirectories(file.getParent());
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.write(file, in.readAllBytes());
                }
            }
        }
    }

    /** Waits for its end. */
    SuiteOutcomes outcomes() throws IOException, InterruptedException {
        java.finish(process);
        return SuiteOutcomes.read(outcomes);
    }
}
