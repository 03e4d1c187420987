// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.SimpleVerifier;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * Checks class files by ASM: their structure, and the types of all values by data flow.
 *
 * <p>Supertypes are read from class files. A type that isn't found is taken for whatever is wanted.
 */
final class CodeChecker {
    private final ClassLoader resources;
    private final Map<String, Header> headers = new HashMap<>();

    /** What the verifier wants to know of a type; {@code superName} is null for Object. */
    private record Header(
            boolean found, boolean isInterface, @Nullable String superName) {}

    /** A checker that finds class files among the resources of a loader. */
    CodeChecker(ClassLoader resources) {
        this.resources = resources;
    }

    /** What is wrong with a class, a line each. */
    List<String> problems(byte[] classFile) {
        List<String> problems = new ArrayList<>();
        ClassReader reader = new ClassReader(classFile);
        ClassNode node = new ClassNode();
        try {
            reader.accept(new CheckClassAdapter(Opcodes.ASM9, node, false) {}, ClassReader.EXPAND_FRAMES);
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            return List.of(reader.getClassName() + ": " + e);
        }
        headers.put(node.name, headerOf(reader));
        for (MethodNode method : node.methods) {
            try {
                new Analyzer<>(new Verifier()).analyze(node.name, method);
            } catch (AnalyzerException e) {
                problems.add(node.name + "." + method.name + method.desc + ": " + e.getMessage());
            }
        }
        return problems;
    }

    private Header header(String name) {
        Header known = headers.get(name);
        if (known == null) {
            known = read(name);
            headers.put(name, known);
        }
        return known;
    }

    private Header read(String name) {
        try (InputStream in = resources.getResourceAsStream(name + ".class")) {
            return in == null
                    ? new Header(false, false, "java/lang/Object")
                    : headerOf(new ClassReader(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Header headerOf(ClassReader reader) {
        return new Header(true, (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0, reader.getSuperName());
    }

    /** Is the class, or one that it extends, the other? True as well if one of them can't be known. */
    private boolean extendsClass(String name, String other) {
        for (String next = name; next != null; next = header(next).superName()) {
            if (next.equals(other) || !header(next).found()) return true;
        }
        return false;
    }

    private final class Verifier extends SimpleVerifier {
        Verifier() {
            super(Opcodes.ASM9, null, null, null, false);
        }

        @Override
        protected boolean isInterface(Type type) {
            return type.getSort() == Type.OBJECT
                    && header(type.getInternalName()).isInterface();
        }

        @Override
        protected @Nullable Type getSuperClass(Type type) {
            if (type.getSort() == Type.ARRAY) return Type.getObjectType("java/lang/Object");
            String name = header(type.getInternalName()).superName();
            return name == null ? null : Type.getObjectType(name);
        }

        @Override
        protected boolean isAssignableFrom(Type wanted, Type given) {
            if (wanted.equals(given)) return true;
            if (wanted.getSort() == Type.OBJECT) {
                Header header = header(wanted.getInternalName());
                // to the JVM's verifier every reference is an interface
                if (!header.found() || header.isInterface() || header.superName() == null)
                    return given.getSort() >= Type.ARRAY;
                return given.getSort() == Type.OBJECT
                        && extendsClass(given.getInternalName(), wanted.getInternalName());
            }
            if (wanted.getSort() != Type.ARRAY || given.getSort() != Type.ARRAY) return false;
            Type wantedElement = Type.getType(wanted.getDescriptor().substring(1));
            Type givenElement = Type.getType(given.getDescriptor().substring(1));
            boolean references = wantedElement.getSort() >= Type.ARRAY && givenElement.getSort() >= Type.ARRAY;
            return references && isAssignableFrom(wantedElement, givenElement);
        }
    }
}
