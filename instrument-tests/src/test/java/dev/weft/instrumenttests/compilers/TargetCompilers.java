// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.compilers;

import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.TargetSources;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Compiles the targets, all of one language in one run of its compiler. */
final class TargetCompilers {
    private static final String FOLDER = TargetSources.PACKAGE.replace('.', '/');
    private static final Path JARS = TargetSources.moduleFolder().resolve("target/compilers");
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private TargetCompilers() {}

    /** The Java targets. */
    static CompiledClasses ecj() {
        Path output = output("ecj");
        List<String> options = List.of("--release", "17", "-g", "-proc:none", "-nowarn", "-cp", CLASS_PATH);
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages, true);
        Object compiled = run(
                loader(ClassLoader.getPlatformClassLoader(), "ecj-"),
                loader -> loader.loadClass("org.eclipse.jdt.core.compiler.batch.BatchCompiler")
                        .getMethod(
                                "compile",
                                String[].class,
                                PrintWriter.class,
                                PrintWriter.class,
                                loader.loadClass("org.eclipse.jdt.core.compiler.CompilationProgress"))
                        .invoke(null, arguments(options, output, ".java", List.of("java")), writer, writer, null));
        if (!Boolean.TRUE.equals(compiled)) throw new IllegalStateException("ecj: " + messages);
        return new CompiledClasses("compiled by ecj", classFiles(output));
    }

    /** How kotlinc writes default methods, lambdas and strings. */
    enum Kotlin {
        /** As it does for recent Java versions. */
        NEW(List.of("kotlin", "kotlin17"), "-jvm-target", "17", "-jvm-default=no-compatibility"),
        /** As it did for old ones. */
        OLD(
                List.of("kotlin"),
                "-jvm-target",
                "1.8",
                "-jvm-default=disable",
                "-Xlambdas=class",
                "-Xsam-conversions=class",
                "-Xstring-concat=inline");

        private final List<String> folders;
        private final List<String> options;

        Kotlin(List<String> folders, String... options) {
            this.folders = folders;
            this.options = List.of(options);
        }
    }

    /** The Kotlin targets, in each form. */
    static List<CompiledClasses> kotlin() {
        URLClassLoader compiler = loader(ClassLoader.getPlatformClassLoader(), "kotlin", "annotations-");
        ClassLoader libraries = loader(TargetCompilers.class.getClassLoader(), "kotlin-stdlib-");
        List<CompiledClasses> all = new ArrayList<>();
        for (Kotlin form : Kotlin.values()) {
            Path output = output("kotlinc-" + form.name());
            List<String> options = new ArrayList<>(form.options);
            options.addAll(List.of(
                    "-no-reflect",
                    "-no-stdlib",
                    "-nowarn",
                    "-cp",
                    CLASS_PATH + File.pathSeparator + jar("kotlin-stdlib-")));
            ByteArrayOutputStream messages = new ByteArrayOutputStream();
            Object status = run(compiler, loader -> {
                Class<?> type = loader.loadClass("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler");
                return type.getMethod("exec", PrintStream.class, String[].class)
                        .invoke(
                                type.getConstructor().newInstance(),
                                new PrintStream(messages, true, StandardCharsets.UTF_8),
                                arguments(options, output, ".kt", form.folders));
            });
            if (!"OK".equals(String.valueOf(status))) {
                throw new IllegalStateException("kotlinc: " + messages.toString(StandardCharsets.UTF_8));
            }
            Map<String, byte[]> classFiles = classFiles(output);
            addPoints(classFiles);
            all.add(new CompiledClasses("compiled by kotlinc, form " + form, classFiles, libraries));
        }
        return all;
    }

    /** The Groovy targets. */
    static CompiledClasses groovy() {
        Path output = output("groovyc");
        run(loader(TargetCompilers.class.getClassLoader(), "groovy-"), loader -> {
            Class<?> type = loader.loadClass("org.codehaus.groovy.tools.FileSystemCompiler");
            List<String> options = List.of("-cp", CLASS_PATH);
            return type.getMethod("commandLineCompile", String[].class)
                    .invoke(null, (Object) arguments(options, output, ".groovy", List.of("groovy")));
        });
        Map<String, byte[]> classFiles = classFiles(output);
        addPoints(classFiles);
        ClassLoader libraries = loader(TargetCompilers.class.getClassLoader(), "groovy-");
        return new CompiledClasses("compiled by groovyc", classFiles, libraries);
    }

    private interface Compiler {
        Object compileIn(ClassLoader loader) throws ReflectiveOperationException;
    }

    /** Compilers look for their parts through the thread. */
    private static Object run(ClassLoader loader, Compiler compiler) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return compiler.compileIn(loader);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String[] arguments(List<String> options, Path output, String suffix, List<String> folders) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-d", output.toString()));
        Path sources = TargetSources.moduleFolder().resolve("src/test");
        for (String folder : folders) {
            for (Path source : files(sources.resolve(folder).resolve(FOLDER), suffix)) arguments.add(source.toString());
        }
        return arguments.toArray(String[]::new);
    }

    /** A folder that is empty, so that no class outlives its source. */
    private static Path output(String compiler) {
        Path folder = JARS.resolve("output").resolve(compiler);
        try {
            if (Files.exists(folder)) {
                for (Path file : files(folder, ".class")) Files.delete(file);
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URLClassLoader loader(ClassLoader parent, String... jars) {
        URL[] urls = files(JARS, ".jar").stream()
                .filter(jar -> Arrays.stream(jars).anyMatch(jar.getFileName().toString()::startsWith))
                .map(TargetCompilers::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, parent);
    }

    private static Path jar(String name) {
        return files(JARS, ".jar").stream()
                .filter(jar -> jar.getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The targets of other languages call the points that the build has compiled. */
    private static void addPoints(Map<String, byte[]> classFiles) {
        String points = TargetSources.PACKAGE + ".Points";
        classFiles.put(points, TargetSources.compiledByBuild().find(points));
    }

    private static Map<String, byte[]> classFiles(Path folder) {
        Map<String, byte[]> classFiles = new TreeMap<>();
        for (Path file : files(folder, ".class")) {
            String name = folder.relativize(file)
                    .toString()
                    .replace(file.getFileSystem().getSeparator(), ".");
            try {
                classFiles.put(name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return classFiles;
    }

    private static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
