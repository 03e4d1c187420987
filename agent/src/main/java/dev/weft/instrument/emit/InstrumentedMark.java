// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import dev.weft.instrument.abi.RuntimeAbi;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** {@code private static void weft$instrumented() { }}, by which the runtime knows that it can trust a class. */
public final class InstrumentedMark {
    private InstrumentedMark() {}

    /**
     * Adds the method.
     *
     * @param type a class, no interface, that hasn't got it
     */
    public static void addTo(ClassVisitor type) {
        int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
        MethodVisitor mark = type.visitMethod(access, RuntimeAbi.MARK, "()V", null, null);
        mark.visitCode();
        mark.visitInsn(Opcodes.RETURN);
        mark.visitMaxs(0, 0);
        mark.visitEnd();
    }
}
