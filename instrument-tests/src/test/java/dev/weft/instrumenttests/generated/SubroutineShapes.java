// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.ICONST_2;
import static org.objectweb.asm.Opcodes.ICONST_3;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IFGT;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.JSR;
import static org.objectweb.asm.Opcodes.MONITORENTER;
import static org.objectweb.asm.Opcodes.MONITOREXIT;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.POP2;
import static org.objectweb.asm.Opcodes.RET;

import dev.weft.instrumenttests.harness.Entry;
import org.objectweb.asm.Label;

/** Code with {@code jsr} and {@code ret}, as compilers wrote finally blocks before Java 6, and as they never did. */
final class SubroutineShapes {
    private static final String ILLEGAL_STATE = "java/lang/IllegalStateException";

    private SubroutineShapes() {}

    /** The same entries for each version that may have subroutines; ASM can't compute the maximal stack of all of them. */
    static ClassMaker of(int version, String name) {
        return new ClassMaker(version, name, 0)
                .entry("finallyBlock", code -> finallyBlock(code, false))
                .entry("finallyBlockOnException", code -> finallyBlock(code, true))
                .entry("nested", SubroutineShapes::nested)
                .entry("calledInLoop", SubroutineShapes::calledInLoop)
                .entry("loopInside", SubroutineShapes::loopInside)
                .entry("exceptionCaughtInside", SubroutineShapes::exceptionCaughtInside)
                .entry("exceptionLeavesIt", SubroutineShapes::exceptionLeavesIt)
                .entry("operandsBelowTheAddress", SubroutineShapes::operandsBelow)
                .entry("localOfTwoTypes", SubroutineShapes::localOfTwoTypes)
                .entry("leftByJump", SubroutineShapes::leftByJump)
                .entry("monitorLeftInside", Entry.Pinned.SOMETIMES, SubroutineShapes::monitor);
    }

    /** As javac wrote it: both ways out of the range call the subroutine. */
    private static void finallyBlock(Code code, boolean fails) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label subroutine = new Label();
        code.handler(start, end, handler, null);
        code.mark(start).push(5).pass("I").variable(ISTORE, 0);
        if (fails) code.throwing("in range").op(POP);
        code.mark(end).jump(JSR, subroutine).variable(ILOAD, 0).box().areturn();
        code.mark(handler)
                .variable(ASTORE, 1)
                .jump(JSR, subroutine)
                .variable(ALOAD, 1)
                .op(ATHROW);
        code.mark(subroutine).variable(ASTORE, 2).push("finally").log().hit().variable(RET, 2);
    }

    private static void nested(Code code) {
        Label outer = new Label();
        Label inner = new Label();
        code.op(ICONST_1).variable(ISTORE, 0).jump(JSR, outer).jump(JSR, outer);
        code.variable(ILOAD, 0).pass("I").box().areturn();
        code.mark(outer)
                .variable(ASTORE, 1)
                .hit()
                .increment(0, 1)
                .jump(JSR, inner)
                .jump(JSR, inner);
        code.hit().variable(RET, 1);
        code.mark(inner).variable(ASTORE, 2).increment(0, 10).hit().variable(RET, 2);
    }

    private static void calledInLoop(Code code) {
        Label loop = new Label();
        Label subroutine = new Label();
        code.op(ICONST_3).variable(ISTORE, 0).op(ICONST_0).variable(ISTORE, 1);
        code.mark(loop)
                .jump(JSR, subroutine)
                .increment(0, -1)
                .variable(ILOAD, 0)
                .jump(IFGT, loop);
        code.variable(ILOAD, 1).box().areturn();
        code.mark(subroutine).variable(ASTORE, 2);
        code.variable(ILOAD, 1)
                .variable(ILOAD, 0)
                .pass("I")
                .op(IADD)
                .variable(ISTORE, 1)
                .variable(RET, 2);
    }

    /** RET is in the loop. */
    private static void loopInside(Code code) {
        Label subroutine = new Label();
        Label loop = new Label();
        Label more = new Label();
        code.op(ICONST_0).variable(ISTORE, 0).jump(JSR, subroutine).jump(JSR, subroutine);
        code.variable(ILOAD, 0).box().areturn();
        code.mark(subroutine).variable(ASTORE, 1).op(ICONST_2).variable(ISTORE, 2);
        code.mark(loop).variable(ILOAD, 2).jump(IFGT, more).variable(RET, 1);
        code.mark(more).increment(2, -1).increment(0, 3).hit().jump(GOTO, loop);
    }

    private static void exceptionCaughtInside(Code code) {
        Label subroutine = new Label();
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label done = new Label();
        code.handler(start, end, handler, ILLEGAL_STATE);
        code.push("a")
                .passString()
                .variable(ASTORE, 0)
                .jump(JSR, subroutine)
                .jump(JSR, subroutine)
                .load(0)
                .areturn();
        code.mark(subroutine).variable(ASTORE, 1);
        code.mark(start).throwing("inside").op(POP).mark(end).jump(GOTO, done);
        code.mark(handler).log().hit().mark(done).variable(RET, 1);
    }

    private static void exceptionLeavesIt(Code code) {
        Label subroutine = new Label();
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(start, end, handler, ILLEGAL_STATE);
        code.push("kept").passString().store(0);
        code.mark(start).jump(JSR, subroutine).load(0).areturn();
        code.mark(subroutine)
                .store(1)
                .throwing("leaves")
                .op(POP)
                .variable(RET, 1)
                .mark(end);
        code.mark(handler).log().load(0).passString().areturn();
    }

    private static void operandsBelow(Code code) {
        Label subroutine = new Label();
        code.push("text").passString().push(7L).push(40).pass("I").jump(JSR, subroutine);
        code.push(2).op(IADD).jump(JSR, subroutine).box().log().op(POP2).areturn();
        code.mark(subroutine).store(0).hit().variable(RET, 0);
    }

    /** A variable that the subroutine doesn't touch has another type at each of its calls. */
    private static void localOfTwoTypes(Code code) {
        Label subroutine = new Label();
        code.push(3)
                .pass("I")
                .variable(ISTORE, 0)
                .jump(JSR, subroutine)
                .variable(ILOAD, 0)
                .box()
                .log();
        code.push("three").passString().store(0).jump(JSR, subroutine).load(0).areturn();
        code.mark(subroutine).store(1).hit().variable(RET, 1);
    }

    /** What no compiler wrote, and can't be inlined as it stands. */
    static ClassMaker odd(int version, String name) {
        return new ClassMaker(version, name, 0)
                .entry("returnsToTheOuterCaller", Entry.Pinned.ALWAYS, SubroutineShapes::returnsToTheOuterCaller);
    }

    /** The inner subroutine drops its own return address. */
    private static void returnsToTheOuterCaller(Code code) {
        Label outer = new Label();
        Label inner = new Label();
        code.push("end").passString().jump(JSR, outer).areturn();
        code.mark(outer).store(0).hit().jump(JSR, inner).push("never").log().variable(RET, 0);
        code.mark(inner).op(POP).hit().variable(RET, 0);
    }

    private static void leftByJump(Code code) {
        Label subroutine = new Label();
        Label out = new Label();
        code.op(ICONST_0)
                .variable(ISTORE, 0)
                .jump(JSR, subroutine)
                .jump(JSR, subroutine)
                .push("never")
                .areturn();
        code.mark(subroutine)
                .store(1)
                .hit()
                .variable(ILOAD, 0)
                .jump(IFGT, out)
                .increment(0, 1)
                .variable(RET, 1);
        code.mark(out).hit().push("out").passString().areturn();
    }

    /** As javac wrote synchronized blocks: the calls in the block pin, the others don't. */
    private static void monitor(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label leave = new Label();
        Label skipped = new Label();
        code.handler(start, end, handler, null);
        code.push("lock").store(0).load(0).op(MONITORENTER);
        code.mark(start)
                .op(ICONST_1)
                .pass("I")
                .op(DUP)
                .variable(ISTORE, 1)
                .jump(IFEQ, skipped)
                .hit();
        code.mark(skipped)
                .jump(JSR, leave)
                .mark(end)
                .hit()
                .variable(ILOAD, 1)
                .box()
                .areturn();
        code.mark(handler).store(2).jump(JSR, leave).load(2).op(ATHROW);
        code.mark(leave).store(3).load(0).op(MONITOREXIT).variable(RET, 3);
    }
}
