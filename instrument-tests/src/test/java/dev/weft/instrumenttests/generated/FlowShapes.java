// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.DUP2_X1;
import static org.objectweb.asm.Opcodes.DUP2_X2;
import static org.objectweb.asm.Opcodes.DUP_X2;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.ICONST_2;
import static org.objectweb.asm.Opcodes.ICONST_3;
import static org.objectweb.asm.Opcodes.IFGT;
import static org.objectweb.asm.Opcodes.IFNONNULL;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IMUL;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.SWAP;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Control flow and stack use that javac does not write. */
final class FlowShapes {
    private static final String ILLEGAL_STATE = "java/lang/IllegalStateException";
    private static final String RUNTIME_EXCEPTION = "java/lang/RuntimeException";
    private static final String GET_MESSAGE = "getMessage";

    private FlowShapes() {}

    /** Ranges that begin or end exactly at a call, with operands below it, and ranges that share a boundary. */
    static ClassMaker tryRanges(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("rangeOfOneCallWithOperandsBelow", code -> oneCall(code, false))
                .entry("rangeOfOneThrowingCallWithOperandsBelow", code -> oneCall(code, true))
                .entry("nestedRangesShareBothBoundaries", FlowShapes::sharedBoundaries)
                .entry("handlerCoversItsOwnCall", FlowShapes::handlerCoversItself);
    }

    private static void oneCall(Code code, boolean fails) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(start, end, handler, RUNTIME_EXCEPTION);
        code.push(40).push("text").mark(start);
        if (fails) {
            code.throwing("in range").op(POP);
        } else {
            code.hit();
        }
        code.mark(end)
                .call("java/lang/String", "length", "()I")
                .op(IADD)
                .pass("I")
                .box()
                .areturn();
        code.mark(handler)
                .call(RUNTIME_EXCEPTION, GET_MESSAGE, "()Ljava/lang/String;")
                .passString();
        code.areturn();
    }

    private static void sharedBoundaries(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label inner = new Label();
        Label outer = new Label();
        code.handler(start, end, inner, "java/lang/IllegalArgumentException");
        code.handler(start, end, outer, ILLEGAL_STATE);
        code.handler(start, end, inner, null);
        code.mark(start).throwing("shared").mark(end).areturn();
        code.mark(inner).op(POP).push("inner").areturn();
        code.mark(outer)
                .hit()
                .call(ILLEGAL_STATE, GET_MESSAGE, "()Ljava/lang/String;")
                .passString()
                .areturn();
    }

    /** As javac's ranges for monitors do: the handler is in its own range. It ends after the second round. */
    private static void handlerCoversItself(Code code) {
        Label start = new Label();
        Label handler = new Label();
        Label again = new Label();
        Label end = new Label();
        code.op(ICONST_0).variable(ISTORE, 0);
        code.handler(start, end, handler, ILLEGAL_STATE);
        code.mark(start).throwing("first");
        code.mark(handler).log().increment(0, 1).variable(ILOAD, 0).op(ICONST_2, SWAP, Opcodes.ISUB);
        code.jump(IFGT, again).variable(ILOAD, 0).pass("I").box().areturn();
        code.mark(again).throwing("second").mark(end).areturn();
    }

    /** The null type in locals and on the stack, merged with itself and with others. */
    static ClassMaker nulls(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "nullLocalAndOperand",
                        code -> code.op(ACONST_NULL)
                                .store(0)
                                .op(ACONST_NULL)
                                .hit()
                                .log()
                                .load(0)
                                .areturn())
                .entry("nullOverLoop", FlowShapes::nullOverLoop)
                .entry("nullUsedAsReceiver", FlowShapes::nullReceiver);
    }

    private static void nullOverLoop(Code code) {
        Label loop = new Label();
        code.op(ACONST_NULL).store(0).op(ICONST_3).variable(ISTORE, 1);
        code.mark(loop).hit().load(0).log().increment(1, -1).variable(ILOAD, 1).jump(IFGT, loop);
        code.load(0).jump(IFNONNULL, loop).push("end").passString().areturn();
    }

    private static void nullReceiver(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(start, end, handler, "java/lang/NullPointerException");
        code.mark(start)
                .op(ACONST_NULL)
                .hit()
                .call("java/lang/String", "length", "()I")
                .box()
                .areturn();
        code.mark(end).mark(handler).op(POP).push("caught").passString().areturn();
    }

    /** A local variable table with entries that are wrong: another type than the slot has, an unused slot. */
    static ClassMaker localVariableTable(String name) {
        return new ClassMaker(Opcodes.V17, name).entry("wrongEntries", code -> {
            Label start = new Label();
            Label end = new Label();
            code.mark(start)
                    .push("text")
                    .passString()
                    .store(0)
                    .op(ICONST_3)
                    .pass("I")
                    .variable(ISTORE, 1);
            code.hit()
                    .load(0)
                    .call("java/lang/String", "length", "()I")
                    .variable(ILOAD, 1)
                    .op(IADD)
                    .pass("I")
                    .box();
            code.areturn().mark(end);
            code.local("text", Thread.class, start, end, 0).local("unused", long.class, start, end, 5);
        });
    }

    /** DUP and SWAP in all their forms, with a suspension among the copies. */
    static ClassMaker stackShuffles(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "dupX2",
                        code -> code.op(ICONST_1, ICONST_2, ICONST_3, DUP_X2)
                                .pass("I")
                                .op(IADD, IMUL, IADD)
                                .pass("I")
                                .box()
                                .areturn())
                .entry(
                        "dup2OfTwoInts",
                        code -> code.op(ICONST_2, ICONST_3, DUP2)
                                .hit()
                                .op(IMUL, IADD, IADD)
                                .pass("I")
                                .box()
                                .areturn())
                .entry(
                        "dup2X1OfLongOverInt",
                        code -> code.op(ICONST_2)
                                .push(5L)
                                .op(DUP2_X1)
                                .pass("J")
                                .op(L2I, IADD)
                                .pass("I")
                                .op(Opcodes.I2L, LADD)
                                .pass("J")
                                .op(L2I)
                                .box()
                                .areturn())
                .entry(
                        "dup2X2OfLongs",
                        code -> code.push(3L)
                                .push(4L)
                                .op(DUP2_X2)
                                .hit()
                                .op(LADD, LADD)
                                .pass("J")
                                .op(L2I)
                                .box()
                                .areturn())
                .entry(
                        "swapOfResults",
                        code -> code.push("a")
                                .passString()
                                .push("b")
                                .passString()
                                .op(SWAP)
                                .hit()
                                .call("java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;")
                                .areturn())
                .entry(
                        "copiesOfOneReference",
                        code -> code.push("copy")
                                .passString()
                                .op(DUP, DUP)
                                .hit()
                                .call("java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;")
                                .passString()
                                .call("java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;")
                                .areturn());
    }

    /** A loop whose state is on the operand stack, over a backward branch. */
    static ClassMaker stackOverBackEdge(String name) {
        return new ClassMaker(Opcodes.V17, name).entry("sumOnTheStack", code -> {
            Label loop = new Label();
            Label test = new Label();
            code.push(4).variable(ISTORE, 0).push("sum: ").op(ICONST_0).jump(GOTO, test);
            code.mark(loop).variable(ILOAD, 0).pass("I").op(IADD).increment(0, -1);
            code.mark(test).hit().variable(ILOAD, 0).jump(IFGT, loop);
            code.box()
                    .call("java/lang/Object", "toString", "()Ljava/lang/String;")
                    .passString();
            code.call("java/lang/String", "concat", "(Ljava/lang/String;)Ljava/lang/String;")
                    .areturn();
        });
    }

    /** A wide variable, another that only the first entries have, and a checked call without arguments. */
    static ClassMaker deadLocals(String name, String helper) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "beforeAnInterfaceCallWithoutArguments",
                        code -> code.op(Opcodes.LCONST_1)
                                .variable(Opcodes.LSTORE, 1)
                                .op(Opcodes.ICONST_1)
                                .variable(Opcodes.ISTORE, 5)
                                .callStatic(helper, "source", "()L" + helper + "$Source;")
                                .store(0)
                                .load(0)
                                .line()
                                .callInterface(helper + "$Source", "next", "()I")
                                .variable(Opcodes.LLOAD, 1)
                                .op(Opcodes.L2I, Opcodes.IADD)
                                .box()
                                .areturn());
    }
}
