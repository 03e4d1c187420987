// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.AALOAD;
import static org.objectweb.asm.Opcodes.AASTORE;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ARRAYLENGTH;
import static org.objectweb.asm.Opcodes.DLOAD;
import static org.objectweb.asm.Opcodes.DSTORE;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IALOAD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.ICONST_2;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFNULL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LSTORE;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Operands and variables of every type, in every order. */
final class OperandShapes {
    private static final String BUILDER = "java/lang/StringBuilder";
    private static final String FROM_STRING = "(Ljava/lang/String;)V";

    private OperandShapes() {}

    /** What can lie on the operand stack. */
    private enum Operand {
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        TEXT,
        NULL,
        UNINITIALIZED;

        /** [] -> [this]. */
        void push(Code code, int number) {
            switch (this) {
                case INT -> code.push(number);
                case LONG -> code.push((long) number);
                case FLOAT -> code.push(number + 0.5f);
                case DOUBLE -> code.push(number + 0.25);
                case TEXT -> code.push("text " + number);
                case NULL -> code.op(ACONST_NULL);
                case UNINITIALIZED -> code.make(BUILDER).op(DUP);
            }
        }

        /** [this] -> [], and a side effect. */
        void take(Code code) {
            switch (this) {
                case INT -> code.box();
                case LONG -> code.callStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;");
                case FLOAT -> code.callStatic("java/lang/Float", "valueOf", "(F)Ljava/lang/Float;");
                case DOUBLE -> code.callStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;");
                case TEXT, NULL -> {}
                case UNINITIALIZED -> code.push("made").passString().init(BUILDER, FROM_STRING);
            }
            code.log();
        }
    }

    /** Under a call: each operand, each two, each three. */
    static ClassMaker combinations(String name) {
        ClassMaker maker = new ClassMaker(Opcodes.V17, name);
        for (Operand top : Operand.values()) {
            maker.entry("under" + top, code -> {
                int number = 0;
                underCall(code, number++, top);
                for (Operand second : Operand.values()) {
                    underCall(code, number++, second, top);
                    for (Operand third : Operand.values()) underCall(code, number++, third, second, top);
                }
                code.op(ACONST_NULL).areturn();
            });
        }
        return maker.entry("oneOfEach", code -> {
            underCall(code, 1, Operand.values());
            Operand[] twice = new Operand[2 * Operand.values().length];
            for (int i = 0; i < twice.length; i++) twice[i] = Operand.values()[(i * 3) % Operand.values().length];
            underCall(code, 2, twice);
            code.op(ACONST_NULL).areturn();
        });
    }

    private static void underCall(Code code, int number, Operand... operands) {
        for (Operand operand : operands) operand.push(code, number);
        code.hit();
        for (int i = operands.length - 1; i >= 0; i--) operands[i].take(code);
    }

    /** A slot that has another type after each call, and types that overlap. */
    static ClassMaker slots(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "oneAfterTheOther",
                        code -> code.push(1)
                                .variable(ISTORE, 0)
                                .hit()
                                .variable(ILOAD, 0)
                                .box()
                                .store(0)
                                .hit()
                                .load(0)
                                .log()
                                .push(2L)
                                .variable(LSTORE, 0)
                                .hit()
                                .variable(LLOAD, 0)
                                .callStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;")
                                .log()
                                .make(BUILDER)
                                .store(0)
                                .load(0)
                                .push("built")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .hit()
                                .load(0)
                                .log()
                                .op(ACONST_NULL)
                                .store(0)
                                .hit()
                                .load(0)
                                .areturn())
                .entry(
                        "secondHalfOverwritten",
                        code -> code.push(1.5)
                                .variable(DSTORE, 0)
                                .push(7)
                                .variable(ISTORE, 1)
                                .hit()
                                .push(2.5)
                                .variable(DSTORE, 2)
                                .push("first half")
                                .store(2)
                                .hit()
                                .load(2)
                                .log()
                                .variable(ILOAD, 1)
                                .pass("I")
                                .box()
                                .areturn())
                .entry("overlappingPairs", OperandShapes::overlappingPairs)
                .entry("differentOnTwoWays", OperandShapes::differentOnTwoWays);
    }

    private static void overlappingPairs(Code code) {
        for (int i = 0; i < 6; i++) {
            code.push((long) i).variable(LSTORE, i).hit().variable(LLOAD, i);
            code.callStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;").log();
            code.push(i + 0.5)
                    .variable(DSTORE, i + 1)
                    .hit()
                    .variable(DLOAD, i + 1)
                    .pass("D");
            code.callStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;")
                    .log();
        }
        code.op(ACONST_NULL).areturn();
    }

    private static void differentOnTwoWays(Code code) {
        Label other = new Label();
        Label joined = new Label();
        code.op(ICONST_1)
                .pass("Z")
                .jump(IFEQ, other)
                .push(3)
                .variable(ISTORE, 0)
                .push("a")
                .store(1)
                .jump(GOTO, joined);
        code.mark(other).push("b").store(0).push(4L).variable(LSTORE, 1);
        code.mark(joined).hit().push("c").store(0).hit().load(0).areturn();
    }

    /** Arrays of arrays, and arrays that may be null. */
    static ClassMaker arrays(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "ofFourDimensions",
                        code -> code.op(ICONST_2, ICONST_1, ICONST_2)
                                .newArray("[[[[I", 3)
                                .hit()
                                .op(ICONST_1, AALOAD)
                                .hit()
                                .op(ICONST_0, AALOAD, ARRAYLENGTH)
                                .pass("I")
                                .box()
                                .areturn())
                .entry(
                        "elementOfNull",
                        code -> code.op(ICONST_1)
                                .pass("I")
                                .box()
                                .log()
                                .op(ACONST_NULL)
                                .hit()
                                .op(ICONST_0, AALOAD)
                                .areturn())
                .entry(
                        "elementOfNullOfNull",
                        code -> code.op(ACONST_NULL)
                                .hit()
                                .op(ICONST_0, AALOAD)
                                .hit()
                                .op(ICONST_0, IALOAD)
                                .box()
                                .areturn())
                .entry("nullOrArray", OperandShapes::nullOrArray)
                .entry("arraysOfTwoDepths", OperandShapes::arraysOfTwoDepths)
                .entry(
                        "storeBelowCall",
                        code -> code.op(ICONST_1)
                                .type(Opcodes.ANEWARRAY, "[J")
                                .op(DUP, ICONST_0, ICONST_2)
                                .array(Opcodes.T_LONG)
                                .op(DUP, ICONST_1)
                                .push(5L)
                                .pass("J")
                                .op(Opcodes.LASTORE)
                                .hit()
                                .op(AASTORE)
                                .areturn());
    }

    private static void nullOrArray(Code code) {
        Label none = new Label();
        Label joined = new Label();
        Label end = new Label();
        code.op(ICONST_1).pass("Z").jump(IFEQ, none).op(ICONST_2, ICONST_2).newArray("[[Ljava/lang/String;", 2);
        code.jump(GOTO, joined).mark(none).op(ACONST_NULL).mark(joined).store(0).hit();
        code.load(0)
                .jump(IFNULL, end)
                .load(0)
                .op(ICONST_1, AALOAD)
                .hit()
                .op(ICONST_0)
                .push("x")
                .passString();
        code.op(AASTORE).mark(end).hit().load(0).areturn();
    }

    /** What meets is an int[][] and an Integer[]. */
    private static void arraysOfTwoDepths(Code code) {
        Label other = new Label();
        Label joined = new Label();
        code.op(ICONST_0)
                .pass("Z")
                .jump(IFEQ, other)
                .op(ICONST_1, ICONST_1)
                .newArray("[[I", 2)
                .jump(GOTO, joined);
        code.mark(other)
                .op(ICONST_2)
                .type(Opcodes.ANEWARRAY, "java/lang/Integer")
                .mark(joined)
                .hit();
        code.cast("[Ljava/lang/Object;").hit().op(ARRAYLENGTH).pass("I").box().areturn();
    }
}
