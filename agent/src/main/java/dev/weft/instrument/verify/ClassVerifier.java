// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.verify;

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
public final class ClassVerifier {
    private ClassVerifier() {}

    /**
     * Checks a class file.
     *
     * @param classFile the class
     * @param classes finds the classes that it refers to; what isn't found isn't checked against
     * @throws InstrumentationException if the JVM would reject it; the message names class and method
     */
    public static void verify(byte[] classFile, ClassFileLocator classes) {
        String where = "a malformed class";
        try {
            ClassNode node = new ClassNode(Opcodes.ASM9) {};
            ClassReader reader = new ClassReader(classFile);
            where = reader.getClassName().replace('/', '.');
            reader.accept(new CheckClassAdapter(Opcodes.ASM9, node, false) {}, ClassReader.EXPAND_FRAMES);
            HierarchyVerifier verifier = new HierarchyVerifier(node, classes);
            for (MethodNode method : node.methods) {
                where = node.name.replace('/', '.') + '.' + method.name + method.desc;
                verify(node, method, verifier);
            }
        } catch (AnalyzerException
                | RuntimeException
                | StackOverflowError e) { // whatever ASM ends with: it didn't pass
            throw new InstrumentationException(where + ": " + e.getMessage(), e);
        }
    }

    private static void verify(ClassNode node, MethodNode method, HierarchyVerifier verifier) throws AnalyzerException {
        Frame<BasicValue>[] flow = new Analyzer<>(verifier).analyze(node.name, method);
        if (flow.length > 0 && (node.version & 0xFFFF) >= Opcodes.V1_7) {
            new StackMapVerifier(method, flow, verifier).verify();
        }
    }
}
