// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
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
import static org.objectweb.asm.Opcodes.IFLE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.SWAP;

import dev.weft.instrumenttests.harness.Entry;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Loops that are entered in the middle, ranges that overlap, handlers that are jumped to, objects made around a loop. */
final class JumpShapes {
    private static final String BUILDER = "java/lang/StringBuilder";
    private static final String FROM_STRING = "(Ljava/lang/String;)V";
    private static final String ILLEGAL_STATE = "java/lang/IllegalStateException";
    private static final String THROWABLE = "java/lang/Throwable";

    private JumpShapes() {}

    /** Loops. */
    static ClassMaker loops(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("enteredAtTwoPlaces", JumpShapes::enteredAtTwoPlaces)
                .entry("twoHeads", JumpShapes::twoHeads)
                .entry("gotosWithReturnNumber", JumpShapes::gotosWithReturnNumber)
                .entry("callIsFirstAndTargetOfJump", JumpShapes::callIsTarget)
                .entry("methodStartsWithLoopHead", JumpShapes::startsWithLoopHead);
    }

    private static void enteredAtTwoPlaces(Code code) {
        Label head = new Label();
        Label middle = new Label();
        code.push(3)
                .variable(ISTORE, 0)
                .push(0)
                .variable(ISTORE, 1)
                .op(ICONST_1)
                .pass("Z")
                .jump(IFEQ, head);
        code.jump(GOTO, middle);
        code.mark(head).variable(ILOAD, 1).push(10).pass("I").op(IADD).variable(ISTORE, 1);
        code.mark(middle)
                .variable(ILOAD, 1)
                .variable(ILOAD, 0)
                .pass("I")
                .op(IADD)
                .variable(ISTORE, 1);
        code.increment(0, -1)
                .variable(ILOAD, 0)
                .jump(IFGT, head)
                .variable(ILOAD, 1)
                .box()
                .areturn();
    }

    private static void twoHeads(Code code) {
        Label a = new Label();
        Label b = new Label();
        Label end = new Label();
        code.push(5).variable(ISTORE, 0).push("").store(1).jump(GOTO, b);
        code.mark(a).load(1).push("a").passString().concat().store(1);
        code.increment(0, -1).variable(ILOAD, 0).jump(IFLE, end);
        code.mark(b)
                .load(1)
                .push("b")
                .passString()
                .concat()
                .store(1)
                .increment(0, -1)
                .variable(ILOAD, 0)
                .jump(IFGT, a);
        code.mark(end).load(1).passString().areturn();
    }

    /** A subroutine made of a switch over where to return to. */
    private static void gotosWithReturnNumber(Code code) {
        Label subroutine = new Label();
        Label first = new Label();
        Label second = new Label();
        code.push(0).variable(ISTORE, 1).push(0).variable(ISTORE, 0).jump(GOTO, subroutine);
        code.mark(first).hit().push(1).variable(ISTORE, 0).jump(GOTO, subroutine);
        code.mark(second).variable(ILOAD, 1).pass("I").box().areturn();
        code.mark(subroutine).increment(1, 5).hit().variable(ILOAD, 0).select(0, second, first, second);
    }

    private static void callIsTarget(Code code) {
        Label call = new Label();
        code.push(3)
                .variable(ISTORE, 0)
                .mark(call)
                .hit()
                .increment(0, -1)
                .variable(ILOAD, 0)
                .jump(IFGT, call);
        code.op(ICONST_2).box().areturn();
    }

    private static void startsWithLoopHead(Code code) {
        Label head = new Label();
        code.mark(head)
                .hit()
                .op(ICONST_0)
                .pass("I")
                .jump(IFGT, head)
                .push("end")
                .areturn();
    }

    /** Ranges and handlers. */
    static ClassMaker handlers(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("overlappingRanges", JumpShapes::overlappingRanges)
                .entry("handlerIsJumpedTo", JumpShapes::handlerIsJumpedTo)
                .entry("handlerBeforeItsRange", JumpShapes::handlerBeforeItsRange)
                .entry("handlersOfEachOther", JumpShapes::handlersOfEachOther)
                .entry("rangeWithHole", JumpShapes::rangeWithHole)
                .entry("emptyHandlers", JumpShapes::emptyHandlers)
                .entry("oneHandlerForTwoTypes", JumpShapes::oneHandlerForTwoTypes)
                .entry("rethrownInRange", JumpShapes::rethrownInRange)
                .entry("deadCodeInRange", JumpShapes::deadCodeInRange);
    }

    /** Neither range is within the other. */
    private static void overlappingRanges(Code code) {
        Label a = new Label();
        Label b = new Label();
        Label c = new Label();
        Label d = new Label();
        Label first = new Label();
        Label second = new Label();
        code.handler(a, c, first, "java/lang/IllegalArgumentException");
        code.handler(b, d, second, ILLEGAL_STATE);
        code.push(1)
                .variable(ISTORE, 0)
                .mark(a)
                .hit()
                .mark(b)
                .push(2)
                .variable(ISTORE, 0)
                .throwing("in both")
                .op(POP);
        code.mark(c).throwing("in the second").mark(d).areturn();
        code.mark(first).log().push("first").areturn();
        code.mark(second).log().variable(ILOAD, 0).pass("I").box().areturn();
    }

    private static void handlerIsJumpedTo(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label done = new Label();
        code.handler(start, end, handler, ILLEGAL_STATE);
        code.push(0)
                .variable(ISTORE, 0)
                .make(ILLEGAL_STATE)
                .op(DUP)
                .push("jumped")
                .passString();
        code.init(ILLEGAL_STATE, FROM_STRING).jump(GOTO, handler);
        code.mark(start).throwing("thrown").mark(end).areturn();
        code.mark(handler)
                .call(ILLEGAL_STATE, "getMessage", "()Ljava/lang/String;")
                .log()
                .hit()
                .increment(0, 1);
        code.variable(ILOAD, 0)
                .op(ICONST_2, SWAP, Opcodes.ISUB)
                .jump(IFGT, start)
                .jump(GOTO, done);
        code.mark(done).variable(ILOAD, 0).pass("I").box().areturn();
    }

    private static void handlerBeforeItsRange(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(start, end, handler, ILLEGAL_STATE);
        code.jump(GOTO, start).mark(handler).log().push("caught").passString().areturn();
        code.mark(start).throwing("later").mark(end).areturn();
    }

    /** Each of two handlers is in the range of the other. */
    private static void handlersOfEachOther(Code code) {
        Label start = new Label();
        Label a = new Label();
        Label b = new Label();
        Label end = new Label();
        Label out = new Label();
        code.push(0).variable(ISTORE, 0).handler(start, b, b, ILLEGAL_STATE).handler(b, end, a, ILLEGAL_STATE);
        code.mark(start).throwing("start").areturn();
        code.mark(a).log().increment(0, 1).throwing("from a").areturn();
        code.mark(b)
                .log()
                .increment(0, 10)
                .variable(ILOAD, 0)
                .push(20)
                .op(SWAP, Opcodes.ISUB)
                .jump(IFLE, out);
        code.throwing("from b")
                .op(POP)
                .mark(end)
                .mark(out)
                .variable(ILOAD, 0)
                .pass("I")
                .box()
                .areturn();
    }

    private static void rangeWithHole(Code code) {
        Label a = new Label();
        Label b = new Label();
        Label c = new Label();
        Label d = new Label();
        Label handler = new Label();
        Label outer = new Label();
        code.handler(a, b, handler, ILLEGAL_STATE)
                .handler(c, d, handler, ILLEGAL_STATE)
                .handler(a, d, outer, null);
        code.mark(a)
                .hit()
                .mark(b)
                .throwing("in the hole")
                .op(POP)
                .mark(c)
                .hit()
                .mark(d)
                .push("never")
                .areturn();
        code.mark(handler)
                .log()
                .push("handler")
                .areturn()
                .mark(outer)
                .log()
                .hit()
                .push("outer")
                .areturn();
    }

    private static void emptyHandlers(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label done = new Label();
        code.handler(start, end, handler, ILLEGAL_STATE).push("kept").store(0);
        code.mark(start)
                .throwing("ignored")
                .store(0)
                .mark(end)
                .jump(GOTO, done)
                .mark(handler)
                .op(POP)
                .mark(done);
        code.load(0).passString().areturn();
    }

    private static void oneHandlerForTwoTypes(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(start, end, handler, "java/lang/IllegalArgumentException")
                .handler(start, end, handler, ILLEGAL_STATE);
        code.mark(start).throwing("either").mark(end).areturn();
        code.mark(handler).op(DUP).log().call("java/lang/RuntimeException", "getMessage", "()Ljava/lang/String;");
        code.passString().areturn();
    }

    private static void rethrownInRange(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label inner = new Label();
        Label innerEnd = new Label();
        Label outer = new Label();
        code.handler(start, end, inner, ILLEGAL_STATE).handler(start, innerEnd, outer, THROWABLE);
        code.mark(start).throwing("twice").mark(end).areturn();
        code.mark(inner).op(DUP).log().hit().op(ATHROW).mark(innerEnd);
        code.mark(outer)
                .call(THROWABLE, "getMessage", "()Ljava/lang/String;")
                .passString()
                .areturn();
    }

    /** ASM's writer makes NOPs and a throw of what can't be reached. */
    private static void deadCodeInRange(Code code) {
        Label start = new Label();
        Label dead = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(start, end, handler, null)
                .mark(start)
                .push("alive")
                .passString()
                .areturn();
        code.mark(dead).hit().push("dead").passString().op(POP).jump(GOTO, dead);
        code.mark(end).mark(handler).op(POP).push("handler").passString().areturn();
    }

    /** Uninitialised objects over branches, and before loops. */
    static ClassMaker creations(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("newBeforeLoop", JumpShapes::newBeforeLoop)
                .entry("newBeforeLoopInLocal", JumpShapes::newBeforeLoopInLocal)
                .entry("newInLoop", JumpShapes::newInLoop)
                .entry("newBeforeSwitch", JumpShapes::newBeforeSwitch)
                .entry("newBelowRange", JumpShapes::newBelowRange)
                .entry("abandoned", JumpShapes::abandoned);
    }

    private static void newBeforeLoop(Code code) {
        Label loop = new Label();
        code.push(2).variable(ISTORE, 0).make(BUILDER).op(DUP).mark(loop).hit().increment(0, -1);
        code.variable(ILOAD, 0)
                .jump(IFGT, loop)
                .push("after loop")
                .passString()
                .init(BUILDER, FROM_STRING)
                .areturn();
    }

    private static void newBeforeLoopInLocal(Code code) {
        Label loop = new Label();
        code.push(2).variable(ISTORE, 0).make(BUILDER).store(1).mark(loop).hit().increment(0, -1);
        code.variable(ILOAD, 0)
                .jump(IFGT, loop)
                .load(1)
                .push("after loop")
                .init(BUILDER, FROM_STRING)
                .hit()
                .load(1)
                .areturn();
    }

    private static void newInLoop(Code code) {
        Label loop = new Label();
        code.op(ICONST_3)
                .variable(ISTORE, 0)
                .mark(loop)
                .make(BUILDER)
                .op(DUP)
                .push("round")
                .passString();
        code.init(BUILDER, FROM_STRING)
                .hit()
                .log()
                .increment(0, -1)
                .variable(ILOAD, 0)
                .jump(IFGT, loop);
        code.push("end").areturn();
    }

    private static void newBeforeSwitch(Code code) {
        Label one = new Label();
        Label other = new Label();
        Label joined = new Label();
        code.make(BUILDER).op(DUP).op(ICONST_1).pass("I").select(1, other, one);
        code.mark(one)
                .push("one")
                .passString()
                .jump(GOTO, joined)
                .mark(other)
                .push("other")
                .mark(joined);
        code.init(BUILDER, FROM_STRING).hit().areturn();
    }

    /** The handler finds the stack empty, and makes another. */
    private static void newBelowRange(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        code.handler(start, end, handler, ILLEGAL_STATE).make(BUILDER).op(DUP);
        code.mark(start)
                .throwing("below")
                .cast("java/lang/String")
                .mark(end)
                .init(BUILDER, FROM_STRING)
                .areturn();
        code.mark(handler)
                .log()
                .make(BUILDER)
                .op(DUP)
                .push("second")
                .passString()
                .init(BUILDER, FROM_STRING)
                .areturn();
    }

    /** Its constructor is never called. */
    private static void abandoned(Code code) {
        code.make(BUILDER)
                .op(DUP)
                .hit()
                .op(POP)
                .hit()
                .op(POP)
                .push("nothing made")
                .passString()
                .areturn();
    }

    /** Branches before the call of another constructor. Constructors pin. */
    static ClassMaker uninitializedThis(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .field(ACC_PUBLIC, "text", "Ljava/lang/String;")
                .method(
                        ACC_PUBLIC,
                        "<init>",
                        "(Ljava/lang/String;)V",
                        code -> code.load(0)
                                .init("java/lang/Object", "()V")
                                .load(0)
                                .load(1)
                                .field(Opcodes.PUTFIELD, name, "text", "Ljava/lang/String;")
                                .op(RETURN))
                .method(ACC_PUBLIC, "<init>", "(I)V", code -> {
                    Label zero = new Label();
                    Label joined = new Label();
                    code.load(0)
                            .variable(ILOAD, 1)
                            .pass("I")
                            .jump(IFEQ, zero)
                            .push("some")
                            .passString();
                    code.jump(GOTO, joined).mark(zero).push("none").passString().mark(joined);
                    code.init(name, FROM_STRING).hit().op(RETURN);
                })
                .entry(
                        "branchBeforeThis",
                        Entry.Pinned.SOMETIMES,
                        code -> code.make(name)
                                .op(DUP)
                                .push(1)
                                .pass("I")
                                .init(name, "(I)V")
                                .hit()
                                .field(Opcodes.GETFIELD, name, "text", "Ljava/lang/String;")
                                .passString()
                                .areturn());
    }

    /** Two lines that begin at one instruction: the first is its line, the last that of what follows. */
    static ClassMaker lines(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("twoLinesAtACall", code -> {
                    code.push("a").line().line().throwingCall().areturn();
                })
                .entry("twoLinesBeforeACall", code -> {
                    code.line().line().push("a").throwingCall().areturn();
                });
    }
}
