// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Instructions in a row, with the calls that generated targets make. Each call of a point starts a new line. */
final class Code {
    static final String POINTS = "dev/weft/instrumenttests/targets/Points";
    private static final String RUN = "dev/weft/instrumenttests/harness/Run";

    private final MethodVisitor method;
    private int line = 1;

    Code(MethodVisitor method) {
        this.method = method;
    }

    Code op(int... opcodes) {
        for (int opcode : opcodes) {
            method.visitInsn(opcode);
        }
        return this;
    }

    Code push(Object constant) {
        method.visitLdcInsn(constant);
        return this;
    }

    Code load(int slot) {
        method.visitVarInsn(Opcodes.ALOAD, slot);
        return this;
    }

    Code store(int slot) {
        method.visitVarInsn(Opcodes.ASTORE, slot);
        return this;
    }

    Code variable(int opcode, int slot) {
        method.visitVarInsn(opcode, slot);
        return this;
    }

    Code make(String type) {
        method.visitTypeInsn(Opcodes.NEW, type);
        return this;
    }

    Code cast(String type) {
        method.visitTypeInsn(Opcodes.CHECKCAST, type);
        return this;
    }

    Code init(String type, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", descriptor, false);
        return this;
    }

    Code callInterface(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEINTERFACE, owner, name, descriptor, true);
        return this;
    }

    Code callSuper(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, owner, name, descriptor, false);
        return this;
    }

    Code field(int opcode, String owner, String name, String descriptor) {
        method.visitFieldInsn(opcode, owner, name, descriptor);
        return this;
    }

    Code type(int opcode, String type) {
        method.visitTypeInsn(opcode, type);
        return this;
    }

    /** [length…] -> [array]. */
    Code newArray(String descriptor, int dimensions) {
        method.visitMultiANewArrayInsn(descriptor, dimensions);
        return this;
    }

    /** [int] -> []. */
    Code select(int lowest, Label other, Label... targets) {
        method.visitTableSwitchInsn(lowest, lowest + targets.length - 1, other, targets);
        return this;
    }

    /** [String, String] -> [String]. */
    Code concat() {
        return call("java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;");
    }

    Code array(int primitive) {
        method.visitIntInsn(Opcodes.NEWARRAY, primitive);
        return this;
    }

    /** A stack map, for classes whose writer doesn't compute them. */
    Code frame(Object[] locals, Object[] stack) {
        method.visitFrame(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
        return this;
    }

    Code callStatic(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
        return this;
    }

    Code call(String owner, String name, String descriptor) {
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
        return this;
    }

    Code line() {
        Label here = new Label();
        method.visitLabel(here);
        method.visitLineNumber(line++, here);
        return this;
    }

    /** [] -> []. */
    Code hit() {
        return line().callStatic(POINTS, "hit", "()V");
    }

    /** [value of that primitive type] -> [value]. */
    Code pass(String type) {
        return line().callStatic(POINTS, "pass", "(" + type + ")" + type);
    }

    /** [String] -> [String]. */
    Code passString() {
        return line().callStatic(POINTS, "pass", "(Ljava/lang/Object;)Ljava/lang/Object;")
                .cast("java/lang/String");
    }

    /** [] -> never. */
    Code throwing(String message) {
        return push(message).line().throwingCall();
    }

    /** [String] -> never. */
    Code throwingCall() {
        return callStatic(POINTS, "throwing", "(Ljava/lang/String;)Ljava/lang/Object;");
    }

    /** [reference] -> []. */
    Code log() {
        return callStatic(RUN, "log", "(Ljava/lang/Object;)V");
    }

    /** [int] -> [Integer]. */
    Code box() {
        return callStatic("java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;");
    }

    Code areturn() {
        return op(Opcodes.ARETURN);
    }

    Code mark(Label label) {
        method.visitLabel(label);
        return this;
    }

    Code jump(int opcode, Label target) {
        method.visitJumpInsn(opcode, target);
        return this;
    }

    Code increment(int slot, int by) {
        method.visitIincInsn(slot, by);
        return this;
    }

    Code handler(Label start, Label end, Label handler, String type) {
        method.visitTryCatchBlock(start, end, handler, type);
        return this;
    }

    Code local(String name, Class<?> type, Label start, Label end, int slot) {
        method.visitLocalVariable(name, Type.getDescriptor(type), null, start, end, slot);
        return this;
    }
}
