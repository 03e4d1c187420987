// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Finds the methods marked with {@link Entry} in class files, in the order in which they are declared. */
final class EntryScanner {
    private static final String ENTRY = Type.getDescriptor(Entry.class);

    private EntryScanner() {}

    static List<TargetEntry> scan(CompiledClasses classes) {
        List<TargetEntry> entries = new ArrayList<>();
        classes.byName()
                .forEach((name, classFile) ->
                        new ClassReader(classFile).accept(classVisitor(name, entries), ClassReader.SKIP_CODE));
        return entries;
    }

    private static ClassVisitor classVisitor(String className, List<TargetEntry> entries) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                return methodVisitor(className, name, entries);
            }
        };
    }

    private static MethodVisitor methodVisitor(String className, String method, List<TargetEntry> entries) {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return descriptor.equals(ENTRY) ? entryVisitor(className, method, entries) : null;
            }
        };
    }

    private static AnnotationVisitor entryVisitor(String className, String method, List<TargetEntry> entries) {
        return new AnnotationVisitor(Opcodes.ASM9) {
            private Entry.Pinned pinned = Entry.Pinned.NEVER;
            private boolean freshClasses;

            @Override
            public void visit(String name, Object value) {
                freshClasses = (Boolean) value;
            }

            @Override
            public void visitEnum(String name, String descriptor, String value) {
                pinned = Entry.Pinned.valueOf(value);
            }

            @Override
            public void visitEnd() {
                entries.add(new TargetEntry(className, method, pinned, freshClasses));
            }
        };
    }
}
