// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ClassInfo.MethodRef;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes a {@link ClassInfo} of a class file, or of one that has been read already. */
final class ClassInfoReader {
    private static final int ASM = Opcodes.ASM9;
    private static final int NEWEST_READABLE = Opcodes.V28;
    private static final int MAJOR_VERSION_OFFSET = 6;

    private ClassInfoReader() {}

    /** Reads a class file; code only of the methods that may delegate to others. */
    static ClassInfo read(byte[] classFile) {
        ClassReader reader = new ClassReader(readable(classFile));
        Members members = new Members();
        int flags = ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
        reader.accept(members, flags | ClassReader.SKIP_CODE);
        if (members.delegating) reader.accept(new Delegates(members.builder()), flags);
        if (isTooNew(classFile)) members.builder().unreadableCode();
        return members.builder().build();
    }

    /** As {@link #read}. */
    static ClassInfo of(ClassNode node) {
        ClassInfo.Builder builder =
                new ClassInfo.Builder(node.version, node.access, node.name, node.superName, node.interfaces);
        if (has(RuntimeAbi.FIBER_ANNOTATION, node.invisibleAnnotations, node.visibleAnnotations)) builder.annotated();
        if (node.attrs != null && node.attrs.stream().anyMatch(a -> a.type.equals(RuntimeAbi.ATTRIBUTE)))
            builder.instrumented();
        for (MethodNode m : node.methods) {
            builder.method(
                    m.access,
                    m.name,
                    m.desc,
                    has(RuntimeAbi.FIBER_ANNOTATION, m.invisibleAnnotations, m.visibleAnnotations),
                    has(RuntimeAbi.BLOCKING_ANNOTATION, m.invisibleAnnotations, m.visibleAnnotations));
            if (!builder.mayDelegate(m.access, m.name)) continue;
            SoleCall call = new SoleCall(m.name);
            for (AbstractInsnNode i : m.instructions) {
                if (i instanceof MethodInsnNode c) call.visitMethodInsn(c.getOpcode(), c.owner, c.name, c.desc, c.itf);
            }
            if (call.target() != null) builder.delegate(m.name, m.desc, call.target());
        }
        return builder.build();
    }

    private static boolean has(
            String annotation, @Nullable List<AnnotationNode> invisible, @Nullable List<AnnotationNode> visible) {
        return (invisible != null && invisible.stream().anyMatch(a -> a.desc.equals(annotation)))
                || (visible != null && visible.stream().anyMatch(a -> a.desc.equals(annotation)));
    }

    private static boolean isTooNew(byte[] classFile) {
        int major = (classFile[MAJOR_VERSION_OFFSET] & 0xff) << 8 | (classFile[MAJOR_VERSION_OFFSET + 1] & 0xff);
        return major > NEWEST_READABLE;
    }

    /** A class file newer than ASM knows is read all the same: what is needed of it has stood where it is for long. */
    private static byte[] readable(byte[] classFile) {
        if (!isTooNew(classFile)) return classFile;
        byte[] older = classFile.clone();
        older[MAJOR_VERSION_OFFSET] = 0;
        older[MAJOR_VERSION_OFFSET + 1] = (byte) NEWEST_READABLE;
        return older;
    }

    /** First pass: everything that is not code. */
    private static final class Members extends ClassVisitor {
        private ClassInfo.@Nullable Builder builder;
        private boolean delegating;

        Members() {
            super(ASM);
        }

        ClassInfo.Builder builder() {
            if (builder == null) throw new IllegalArgumentException("not a class file");
            return builder;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            builder = new ClassInfo.Builder(
                    version, access, name, superName, interfaces == null ? List.of() : List.of(interfaces));
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            if (descriptor.equals(RuntimeAbi.FIBER_ANNOTATION)) builder().annotated();
            return null;
        }

        @Override
        public void visitAttribute(Attribute attribute) {
            if (attribute.type.equals(RuntimeAbi.ATTRIBUTE)) builder().instrumented();
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            delegating |= builder().mayDelegate(access, name);
            return new MethodVisitor(ASM) {
                private boolean annotated;
                private boolean blocking;

                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    annotated |= annotation.equals(RuntimeAbi.FIBER_ANNOTATION);
                    blocking |= annotation.equals(RuntimeAbi.BLOCKING_ANNOTATION);
                    return null;
                }

                @Override
                public void visitEnd() {
                    builder().method(access, name, descriptor, annotated, blocking);
                }
            };
        }
    }

    /** Second pass: what bridges and access methods call. */
    private static final class Delegates extends ClassVisitor {
        private final ClassInfo.Builder builder;

        Delegates(ClassInfo.Builder builder) {
            super(ASM);
            this.builder = builder;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if (!builder.mayDelegate(access, name)) return null;
            return new SoleCall(name) {
                @Override
                public void visitEnd() {
                    MethodRef target = target();
                    if (target != null) builder.delegate(name, descriptor, target);
                }
            };
        }
    }

    /** Finds the one call in a method, or the last of the method whose default arguments this one fills in. */
    private static class SoleCall extends MethodVisitor {
        private final String wanted; // empty if any call is
        private @Nullable MethodRef last;
        private int count;

        SoleCall(String method) {
            super(ASM);
            int wantedLength = method.length() - ClassInfo.DEFAULT_ARGUMENTS.length();
            wanted = method.endsWith(ClassInfo.DEFAULT_ARGUMENTS) ? method.substring(0, wantedLength) : "";
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            count++;
            if (wanted.isEmpty() || wanted.equals(name)) last = new MethodRef(owner, name, descriptor);
        }

        final @Nullable MethodRef target() {
            return count == 1 || !wanted.isEmpty() ? last : null;
        }
    }
}
