// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_2;
import static org.objectweb.asm.Opcodes.IFGT;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;

import dev.weft.instrumenttests.harness.Entry;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Many suspension points, locals, operands and arguments; code near the size limit. */
final class LargeShapes {
    private static final int MAX_ARGUMENTS = 255;

    private LargeShapes() {}

    /** Large in one respect each. */
    static ClassMaker limits(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("manySuspensionPoints", code -> sum(code, 400))
                .entry("jumpOver32Kb", code -> largeLoop(code, 1_000))
                .entry("manyLocals", code -> locals(code, 280))
                .entry("manyOperands", code -> operands(code, 120))
                .method("of254", arguments(MAX_ARGUMENTS - 1), code -> addUp(code, MAX_ARGUMENTS - 1))
                .method("of255", arguments(MAX_ARGUMENTS), code -> addUp(code, MAX_ARGUMENTS))
                .entry("methodWith254Arguments", code -> callWith(code, name, "of254", MAX_ARGUMENTS - 1))
                .entry(
                        "methodWith255ArgumentsPins",
                        Entry.Pinned.SOMETIMES,
                        code -> callWith(code, name, "of255", MAX_ARGUMENTS));
    }

    /** A method that has no room for the code of its suspension points. */
    static ClassMaker tooLarge(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .method("large", "()I", code -> {
                    code.op(ICONST_0);
                    for (int i = 0; i < 8_000; i++) {
                        code.push(i).op(IADD, Opcodes.DUP, Opcodes.POP);
                    }
                    for (int i = 0; i < 1_200; i++) {
                        code.push(1).callStatic(name, "small", "(I)I").op(IADD);
                    }
                    code.pass("I").op(IRETURN);
                })
                .method("small", "(I)I", code -> code.variable(ILOAD, 0).op(IRETURN))
                .entry(
                        "methodNear64KbPins",
                        Entry.Pinned.SOMETIMES,
                        code -> code.callStatic(name, "large", "()I")
                                .pass("I")
                                .box()
                                .areturn());
    }

    private static void sum(Code code, int points) {
        code.op(ICONST_0);
        for (int i = 0; i < points; i++) {
            code.push(i).pass("I").op(IADD);
        }
        code.box().areturn();
    }

    /** The entries' code gets too long for the loop's jump, and for those to the save blocks; each point is in a try range. */
    private static void largeLoop(Code code, int points) {
        Label loop = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(loop, end, handler, "java/lang/IllegalStateException");
        code.op(ICONST_0).variable(ISTORE, 0).op(ICONST_2).variable(ISTORE, 1);
        code.mark(loop).increment(1, -1);
        for (int i = 0; i < points; i++) {
            code.push(i).pass("I").variable(ILOAD, 0).op(IADD).variable(ISTORE, 0);
        }
        code.variable(ILOAD, 1)
                .jump(IFGT, loop)
                .mark(end)
                .variable(ILOAD, 0)
                .box()
                .areturn();
        code.mark(handler).areturn();
    }

    private static void locals(Code code, int count) {
        for (int i = 0; i < count; i++) {
            code.push(i * 7).variable(ISTORE, i);
        }
        code.hit().op(ICONST_0);
        for (int i = 0; i < count; i++) {
            code.increment(i, 1).variable(ILOAD, i).op(IADD);
        }
        code.pass("I").variable(ILOAD, count - 1).op(IADD).box().areturn();
    }

    private static void operands(Code code, int count) {
        for (int i = 0; i < count; i++) {
            code.push(i);
        }
        code.hit();
        for (int i = 1; i < count; i++) {
            code.op(IADD);
        }
        code.pass("I").box().areturn();
    }

    private static String arguments(int count) {
        return "(" + "I".repeat(count) + ")I";
    }

    private static void addUp(Code code, int count) {
        code.hit().op(ICONST_0);
        for (int i = 0; i < count; i++) {
            code.variable(ILOAD, i).op(IADD);
        }
        code.op(IRETURN);
    }

    private static void callWith(Code code, String owner, String method, int count) {
        for (int i = 0; i < count; i++) {
            code.push(i);
        }
        code.hit().callStatic(owner, method, arguments(count)).pass("I").box().areturn();
    }
}
