// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.InstrumentationException;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.util.CheckClassAdapter;

/** Checks the structure, the data flow and the stack maps of a class without loading it, or any other. */
final class ClassVerifier {
    private ClassVerifier() {}

    /**
     * Checks a class file.
     *
     * @throws InstrumentationException if the JVM would reject it
     */
    static void verify(byte[] classFile, ClassFileLocator classes) {
        ClassNode node = new ClassNode(Opcodes.ASM9) {};
        ClassReader reader = new ClassReader(classFile);
        try {
            reader.accept(new CheckClassAdapter(Opcodes.ASM9, node, false) {}, ClassReader.EXPAND_FRAMES);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InstrumentationException(reader.getClassName().replace('/', '.') + ": " + e.getMessage(), e);
        }
        HierarchyVerifier verifier = new HierarchyVerifier(node, classes);
        for (MethodNode method : node.methods) {
            try {
                Frame<BasicValue>[] flow = new Analyzer<>(verifier).analyze(node.name, method);
                if (flow.length > 0 && (node.version & 0xFFFF) >= Opcodes.V1_7) {
                    new StackMapVerifier(method, flow, verifier).verify();
                }
            } catch (AnalyzerException e) {
                throw new InstrumentationException(
                        node.name.replace('/', '.') + '.' + method.name + method.desc + ": " + e.getMessage(), e);
            }
        }
    }
}
