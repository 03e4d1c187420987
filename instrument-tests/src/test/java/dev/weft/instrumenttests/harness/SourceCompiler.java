// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The running JDK's compiler, from files to class files in memory. */
public final class SourceCompiler {
    private SourceCompiler() {}

    /** Compiles with debug information, against this JVM's class path; fails on an error. */
    public static Map<String, byte[]> compile(List<Path> sources, int release) {
        return compile(sources, release, System.getProperty("java.class.path"));
    }

    /** Compiles with debug information; fails on an error. */
    public static Map<String, byte[]> compile(List<Path> sources, int release, String classPath) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("the running Java has no compiler; a JDK is needed");
        }
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(null, null, null);
                MemoryFileManager files = new MemoryFileManager(standard)) {
            List<String> options = List.of(
                    "--release",
                    Integer.toString(release),
                    "-g",
                    "-proc:none",
                    "-nowarn",
                    "-Xlint:none",
                    "-cp",
                    classPath);
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, standard.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("targets do not compile:\n" + messages);
            }
            return files.classFiles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class MemoryFileManager extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();

        MemoryFileManager(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            outputs.put(className, output);
            URI uri = URI.create("memory:///" + className.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    return output;
                }
            };
        }

        Map<String, byte[]> classFiles() {
            Map<String, byte[]> classFiles = new TreeMap<>();
            outputs.forEach((name, output) -> classFiles.put(name, output.toByteArray()));
            return classFiles;
        }
    }
}
