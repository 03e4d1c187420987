// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Classes that are compiled in memory from strings, together with a stand-in for the annotation. */
public final class CompiledSources {
    private static final String FIBER = """
            package dev.weft;
            import java.lang.annotation.*;
            @Retention(RetentionPolicy.CLASS) @Target({ElementType.METHOD, ElementType.TYPE})
            public @interface Fiber {}
            """;
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|@interface|record|enum)\\s+(\\w+)");

    private final Map<String, byte[]> classes; // by binary name

    private CompiledSources(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /** Compiles for the oldest supported Java. */
    public static CompiledSources compile(String... sources) {
        return compile(17, sources);
    }

    /** Compiles; each source has one top-level type, or its first one is the one that names the file. */
    public static CompiledSources compile(int release, String... sources) {
        List<JavaFileObject> files = new ArrayList<>();
        files.add(new Source(FIBER));
        for (String source : sources) files.add(new Source(source));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, byte[]> compiled = new TreeMap<>();
        StringWriter messages = new StringWriter();
        boolean ok;
        try (JavaFileManager manager = new Output(compiler.getStandardFileManager(null, null, null), compiled)) {
            List<String> options = List.of("--release", Integer.toString(release), "-proc:none", "-Xlint:-options");
            ok = compiler.getTask(messages, manager, null, options, null, files).call();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (!ok) throw new AssertionError(messages.toString());
        return new CompiledSources(compiled);
    }

    /** The same without some classes, by binary names. */
    public CompiledSources without(String... names) {
        Map<String, byte[]> fewer = new TreeMap<>(classes);
        for (String name : names) fewer.remove(name);
        return new CompiledSources(fewer);
    }

    /** The same with one class replaced. */
    public CompiledSources with(String name, byte[] classFile) {
        Map<String, byte[]> other = new TreeMap<>(classes);
        other.put(name, classFile);
        return new CompiledSources(other);
    }

    /** All classes by their binary names. */
    public Map<String, byte[]> classes() {
        return classes;
    }

    public byte[] bytes(String name) {
        byte[] bytes = classes.get(name);
        if (bytes == null) throw new AssertionError("no class " + name + " in " + classes.keySet());
        return bytes;
    }

    public ClassNode node(String name) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes(name)).accept(node, 0);
        return node;
    }

    public static MethodNode method(ClassNode node, String name) {
        return node.methods.stream()
                .filter(m -> m.name.equals(name) || (m.name + m.desc).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method " + name + " in " + node.name));
    }

    public ClassFileLocator locator() {
        return new ClassFileLocator.Simple(classes);
    }

    private static String find(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(
                    URI.create("string:///" + find(PACKAGE, text).replace('.', '/') + "/" + find(TYPE, text) + ".java"),
                    Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> compiled;

        Output(JavaFileManager manager, Map<String, byte[]> compiled) {
            super(manager);
            this.compiled = compiled;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            compiled.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
