// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.PinReason;
import dev.weft.instrument.PinnedSite;
import dev.weft.libraries.behaviour.ForkedJava;
import dev.weft.libraries.behaviour.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Every class of the libraries, and a sample of the running JDK's, is valid when it is instrumented in package mode, and
 * hardly a method pins that need not. The script {@code instrument-tests/libraries --all} takes the whole JDK.
 */
class SweepIT {
    private static final String SEED = "weft.libraries.seed";

    /** About half of the work. */
    private static final Set<Library> FIRST =
            Set.of(Library.GROOVY, Library.ASM_TEST, Library.COMMONS_CODEC, Library.COMMONS_TEXT, Library.H2);

    @Test
    void librariesAndTheJdkAreValid() throws Exception {
        List<String> first = names(Stream.of(Library.values()).filter(FIRST::contains));
        List<String> second = names(Stream.of(Library.values()).filter(library -> !FIRST.contains(library)));
        second.add(SweepTool.JDK + ":2500:" + Long.getLong(SEED, 1));
        Sweeper one = new Sweeper("one", first);
        Sweeper other = new Sweeper("other", second);
        one.finish();
        other.finish();
    }

    private static List<String> names(Stream<Library> libraries) {
        return new ArrayList<>(libraries.map(Library::artifact).toList());
    }

    /** A process. */
    private static final class Sweeper {
        private final ForkedJava java;
        private final Process process;

        Sweeper(String name, List<String> inputs) throws IOException {
            Path folder = Files.createDirectories(Libraries.target().resolve("library-reports"));
            List<String> arguments = new ArrayList<>(List.of(Libraries.jars().toString(), folder.toString()));
            arguments.addAll(inputs);
            java = new ForkedJava(folder, name).option("-XX:TieredStopAtLevel=1");
            process = java.start(Libraries.classPathOfTests(), SweepTool.class, arguments);
        }

        void finish() throws IOException, InterruptedException {
            java.finish(process);
            assertThat(java.output()).contains("everything is valid");
            System.out.print(java.output());
        }
    }

    @Test
    void brokenCodeIsNoticed() {
        ClassPool classes = Library.COMMONS_CODEC.classes(Libraries.jars());
        String name = "org/apache/commons/codec/binary/Base64";
        Findings findings =
                new Sweep("canary", classes, new ClassPool(), SweepIT::withoutCasts).run(new TreeSet<>(List.of(name)));
        assertThat(findings.violations())
                .anyMatch(problem -> problem.startsWith(name + ".")) // by ASM
                .anyMatch(problem -> problem.contains("plain links, instrumented VerifyError"));
    }

    /** A class whose added methods never cast. */
    private static byte[] withoutCasts(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                return (access & Opcodes.ACC_SYNTHETIC) == 0 ? next : withoutCasts(next);
            }
        };
        new ClassReader(classFile).accept(visitor, 0);
        return writer.toByteArray();
    }

    private static MethodVisitor withoutCasts(MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitTypeInsn(int opcode, String type) {
                if (opcode != Opcodes.CHECKCAST) super.visitTypeInsn(opcode, type);
            }
        };
    }

    @Test
    void avoidablePinsAreCounted() {
        Findings findings = new Findings("canary");
        for (PinReason reason : PinReason.values()) {
            findings.pinned(new PinnedSite("C", "m" + reason, "()V", 1, reason, ""));
        }
        findings.count(oneMethod(), null);
        assertThat(findings.avoidable())
                .containsKeys("C.mTOO_LARGE()V", "C.mINACCESSIBLE_TYPE()V", "C.mOLD_CLASS_FILE()V")
                .doesNotContainKeys("C.mNATIVE()V", "C.mCONSTRUCTOR()V");
        assertThat(findings.violations()).anyMatch(line -> line.startsWith("too much pins"));
    }

    private static byte[] oneMethod() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_ABSTRACT, "C", null, "java/lang/Object", null);
        writer.visitMethod(Opcodes.ACC_ABSTRACT, "m", "()V", null, null).visitEnd();
        return writer.toByteArray();
    }
}
