// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.DUP2_X1;
import static org.objectweb.asm.Opcodes.DUP2_X2;
import static org.objectweb.asm.Opcodes.DUP_X1;
import static org.objectweb.asm.Opcodes.DUP_X2;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.SWAP;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;

/** Each form of each instruction that copies or moves operands, before and after a call. */
final class ShuffleShapes {
    private static final String BUILDER = "java/lang/StringBuilder";
    private static final String FROM_STRING = "(Ljava/lang/String;)V";

    private ShuffleShapes() {}

    /** All forms; operands are written bottom first, I for an int, J for a long. */
    static ClassMaker allForms(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("dup", code -> shuffle(code, DUP, "I", "II"))
                .entry("dupX1", code -> shuffle(code, DUP_X1, "II", "III"))
                .entry("dupX2OverTwo", code -> shuffle(code, DUP_X2, "III", "IIII"))
                .entry("dupX2OverLong", code -> shuffle(code, DUP_X2, "JI", "IJI"))
                .entry("dup2OfTwo", code -> shuffle(code, DUP2, "II", "IIII"))
                .entry("dup2OfLong", code -> shuffle(code, DUP2, "J", "JJ"))
                .entry("dup2X1OfTwo", code -> shuffle(code, DUP2_X1, "III", "IIIII"))
                .entry("dup2X1OfLong", code -> shuffle(code, DUP2_X1, "IJ", "JIJ"))
                .entry("dup2X2OfTwoOverTwo", code -> shuffle(code, DUP2_X2, "IIII", "IIIIII"))
                .entry("dup2X2OfLongOverTwo", code -> shuffle(code, DUP2_X2, "IIJ", "JIIJ"))
                .entry("dup2X2OfTwoOverLong", code -> shuffle(code, DUP2_X2, "JII", "IIJII"))
                .entry("dup2X2OfLongOverLong", code -> shuffle(code, DUP2_X2, "JJ", "JJJ"))
                .entry("swap", code -> shuffle(code, SWAP, "II", "II"))
                .entry("pop", code -> shuffle(code, POP, "JI", "J"))
                .entry("pop2OfTwo", code -> shuffle(code, POP2, "JII", "J"))
                .entry("pop2OfLong", code -> shuffle(code, POP2, "IJ", "I"));
    }

    private static void shuffle(Code code, int opcode, String before, String after) {
        for (int round = 0; round < 3; round++) {
            int number = 10 * round;
            for (char type : before.toCharArray()) {
                if (type == 'J') code.push((long) ++number);
                else code.push(++number);
            }
            if (round == 0) code.hit();
            if (round == 1) code.pass(before.substring(before.length() - 1));
            code.op(opcode).hit();
            List<Character> types = new ArrayList<>();
            for (char type : after.toCharArray()) types.add(0, type);
            for (char type : types) {
                if (type == 'J') code.callStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;");
                else code.box();
                code.log();
            }
        }
        code.op(ACONST_NULL).areturn();
    }

    /** Copies of an uninitialised object in odd places. */
    static ClassMaker ofUninitialized(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "dupX1",
                        code -> code.push(1)
                                .make(BUILDER)
                                .op(DUP_X1)
                                .hit()
                                .push("x1")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .box()
                                .log()
                                .areturn())
                .entry(
                        "dupX2OverLong",
                        code -> code.push(2L)
                                .make(BUILDER)
                                .op(DUP_X2)
                                .hit()
                                .push("x2")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .hit()
                                .op(POP2)
                                .areturn())
                .entry(
                        "dup2OfTwo",
                        code -> code.make(BUILDER)
                                .make("java/lang/StringBuffer")
                                .op(DUP2)
                                .hit()
                                .push("buffer")
                                .passString()
                                .init("java/lang/StringBuffer", FROM_STRING)
                                .push("builder")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .hit()
                                .log()
                                .areturn())
                .entry(
                        "swapped",
                        code -> code.make(BUILDER)
                                .op(DUP)
                                .push(3)
                                .pass("I")
                                .op(SWAP)
                                .push("swapped")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .box()
                                .log()
                                .areturn());
    }
}
