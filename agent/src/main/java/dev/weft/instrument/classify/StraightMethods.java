// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.classify.MethodResolution.Declaration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Finds the methods of fiber packages that run straight to their end: a call of one isn't worth a suspension point, if no other
 * body can be meant. Of h2's calls they are a fifth.
 *
 * <p>Such a method calls nothing but methods of the JDK that neither call back by a shadow nor are known to block, and
 * constructors; has no loop, which would have to be interrupted when the time slice is over; and neither creates nor catches
 * a throwable, whose trace lacks the logical callers in a plain body. Whoever annotates a method means it: those aren't asked.
 */
final class StraightMethods {
    /** A fiber method counts the locks that it takes. */
    private static final String LOCKS = "java/util/concurrent/locks/";

    private final Configuration configuration;
    private final ClassInfoCache classes;
    private final FiberRules rules;

    StraightMethods(Configuration configuration, ClassInfoCache classes, FiberRules rules) {
        this.configuration = configuration;
        this.classes = classes;
        this.rules = rules;
    }

    /** Tells what stands in the class that is being instrumented. */
    static void scan(ClassInfo type, ClassNode node, CallCatalogue catalogue) {
        Map<String, Set<String>> found = new HashMap<>();
        for (MethodNode method : node.methods) {
            method.accept(new Scan(method.name.concat(method.desc), found, catalogue));
        }
        type.straightMethods = found;
    }

    /** Can nothing suspend this method? Asks no further than its own body, so a no may be wrong. */
    boolean contains(Declaration d) {
        ClassInfo type = d.type();
        boolean isAsked = configuration.isFiberPackage(type.name)
                && !type.annotated
                && !type.isAnnotated(d.method())
                && !rules.isBlocking(type, d.method());
        if (!isAsked || configuration.forcedSuspension()) return false;
        Set<String> created = methods(type).get(type.key(d.method()));
        return created != null && created.stream().noneMatch(rules::isThrowable);
    }

    /** By name and descriptor, with the types of which they create objects. */
    private Map<String, Set<String>> methods(ClassInfo type) {
        Map<String, Set<String>> known = type.straightMethods;
        if (known != null) return known;
        byte[] classFile = classes.classFile(type.name);
        Map<String, Set<String>> found = classFile == null ? Map.of() : scan(classFile, configuration.catalogue());
        type.straightMethods = found;
        return found;
    }

    private static Map<String, Set<String>> scan(byte[] classFile, CallCatalogue catalogue) {
        try {
            return straightMethods(classFile, catalogue);
        } catch (RuntimeException | AssertionError e) {
            return Map.of(); // a damaged class: the JVM, and its own instrumentation, will complain
        }
    }

    private static Map<String, Set<String>> straightMethods(byte[] classFile, CallCatalogue catalogue) {
        Map<String, Set<String>> found = new HashMap<>();
        ClassVisitor methods = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                return new Scan(name.concat(descriptor), found, catalogue);
            }
        };
        new ClassReader(classFile).accept(methods, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found;
    }

    private static final class Scan extends MethodVisitor {
        private final String key;
        private final Map<String, Set<String>> found;
        private final CallCatalogue catalogue;
        private final Set<Label> passed = new HashSet<>();
        private final Set<String> created = new HashSet<>();
        private boolean straight;

        Scan(String key, Map<String, Set<String>> found, CallCatalogue catalogue) {
            super(Opcodes.ASM9);
            this.catalogue = catalogue;
            this.key = key;
            this.found = found;
        }

        @Override
        public void visitCode() {
            straight = true;
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            straight &= !passed.contains(target) && opcode != Opcodes.JSR;
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
            visitSwitch(otherwise, targets);
        }

        @Override
        public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... targets) {
            visitSwitch(otherwise, targets);
        }

        private void visitSwitch(Label otherwise, Label[] targets) {
            straight &= !passed.contains(otherwise) && List.of(targets).stream().noneMatch(passed::contains);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            straight = false;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.NEW) created.add(type);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean ofPlatform = (owner.startsWith("java/") && !owner.startsWith(LOCKS)) || owner.startsWith("[");
            boolean harmless = ofPlatform
                    && ShadowInterfaces.find(owner, name.concat(descriptor)) == null
                    && !catalogue.maySuspend(owner, name, descriptor);
            straight &= harmless || name.equals("<init>");
        }

        @Override
        public void visitEnd() {
            if (straight) found.put(key, Set.copyOf(created));
        }
    }
}
