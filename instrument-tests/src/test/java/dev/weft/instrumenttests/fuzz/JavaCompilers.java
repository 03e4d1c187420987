// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
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

/** The running JDK's compiler, from texts to class files in memory, many programs at once. */
enum JavaCompilers implements Program.Compiler {
    /** As javac does by default. */
    USUAL,
    /** Strings are concatenated by a builder. */
    INLINE_CONCAT;

    private static final JavaCompiler JAVAC = javac();
    private static final ThreadLocal<StandardJavaFileManager> FILES =
            ThreadLocal.withInitial(() -> JAVAC.getStandardFileManager(null, null, null));

    private static JavaCompiler javac() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("the running Java has no compiler; a JDK is needed");
        }
        return compiler;
    }

    @Override
    public Map<String, byte[]> compile(List<Program> programs) {
        List<String> options = new ArrayList<>(List.of("-g", "-proc:none", "-nowarn", "-Xlint:none"));
        if (this == INLINE_CONCAT) {
            options.add("-XDstringConcat=inline");
        }
        List<JavaFileObject> sources =
                programs.stream().map(JavaCompilers::source).toList();
        Outputs outputs = new Outputs();
        StringWriter messages = new StringWriter();
        if (!JAVAC.getTask(messages, outputs, null, options, null, sources).call()) {
            throw new InvalidProgramException(messages.toString());
        }
        return outputs.classFiles();
    }

    private static JavaFileObject source(Program program) {
        URI uri = URI.create("memory:///" + program.className().replace('.', '/') + ".java");
        String text = program.text();
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new TreeMap<>();

        Outputs() {
            super(FILES.get());
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
