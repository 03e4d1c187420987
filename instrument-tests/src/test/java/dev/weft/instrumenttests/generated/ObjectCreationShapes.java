// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP_X1;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.ICONST_2;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.SWAP;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Uninitialised objects in other places than javac puts them, with suspensions before their constructor is called. */
final class ObjectCreationShapes {
    private static final String BUILDER = "java/lang/StringBuilder";
    private static final String FROM_STRING = "(Ljava/lang/String;)V";
    private static final String ILLEGAL_STATE = "java/lang/IllegalStateException";

    private ObjectCreationShapes() {}

    /** Kotlin's way: NEW is stored in a local when the arguments need an empty stack. */
    static ClassMaker inLocals(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "newOnlyInLocal",
                        code -> code.make(BUILDER)
                                .store(0)
                                .load(0)
                                .push("in local")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .load(0)
                                .areturn())
                .entry(
                        "newInLocalAndOnStack",
                        code -> code.make(BUILDER)
                                .op(DUP)
                                .store(0)
                                .push("both")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .hit()
                                .load(0)
                                .areturn())
                .entry(
                        "newInTwoLocals",
                        code -> code.make(BUILDER)
                                .op(DUP)
                                .store(0)
                                .store(1)
                                .hit()
                                .load(1)
                                .push("two")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .load(0)
                                .load(1)
                                .call(BUILDER, "append", "(Ljava/lang/CharSequence;)Ljava/lang/StringBuilder;")
                                .areturn())
                .entry("conditionalArgument", ObjectCreationShapes::conditionalArgument)
                .entry("tryExpressionArgument", ObjectCreationShapes::tryExpressionArgument)
                .entry(
                        "twoOfOneClassInLocals",
                        code -> code.make(BUILDER)
                                .store(0)
                                .make(BUILDER)
                                .store(1)
                                .load(1)
                                .push("second")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .load(0)
                                .load(1)
                                .call(BUILDER, "toString", "()Ljava/lang/String;")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .load(0)
                                .areturn());
    }

    private static void conditionalArgument(Code code) {
        Label other = new Label();
        Label joined = new Label();
        code.make(BUILDER).store(0).push("first").passString().store(1).op(ICONST_1);
        code.pass("Z").jump(IFEQ, other).load(1).passString().jump(GOTO, joined);
        code.mark(other).push("other").passString().mark(joined).store(1);
        code.load(0).load(1).init(BUILDER, FROM_STRING).hit().load(0).areturn();
    }

    private static void tryExpressionArgument(Code code) {
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label joined = new Label();
        code.handler(start, end, handler, ILLEGAL_STATE);
        code.make(BUILDER).store(0).mark(start).throwing("in argument").cast("java/lang/String");
        code.store(1).mark(end).jump(GOTO, joined);
        code.mark(handler).op(DUP).log().call(ILLEGAL_STATE, "getMessage", "()Ljava/lang/String;");
        code.passString().store(1).mark(joined).load(0).load(1).passString();
        code.init(BUILDER, FROM_STRING).load(0).areturn();
    }

    /** Copies of the uninitialised reference: none, three, with other operands between them. */
    static ClassMaker onStack(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "newWithoutDup",
                        code -> code.make(BUILDER)
                                .push("dropped")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .push("end")
                                .passString()
                                .areturn())
                .entry(
                        "threeCopies",
                        code -> code.make(BUILDER)
                                .op(DUP, DUP)
                                .push("three")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .call(BUILDER, "append", "(Ljava/lang/Object;)Ljava/lang/StringBuilder;")
                                .areturn())
                .entry(
                        "fourCopies",
                        code -> code.make(BUILDER)
                                .op(DUP, DUP, DUP)
                                .hit()
                                .push("four")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .op(POP)
                                .hit()
                                .call(BUILDER, "append", "(Ljava/lang/Object;)Ljava/lang/StringBuilder;")
                                .areturn())
                .entry(
                        "dupX1Swap",
                        code -> code.push("message")
                                .passString()
                                .make(ILLEGAL_STATE)
                                .op(DUP_X1, SWAP)
                                .passString()
                                .init(ILLEGAL_STATE, FROM_STRING)
                                .call(ILLEGAL_STATE, "getMessage", "()Ljava/lang/String;")
                                .areturn())
                .entry(
                        "constantBetweenCopies",
                        code -> code.make(BUILDER)
                                .op(DUP, ICONST_2, SWAP)
                                .push("between")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .hit()
                                .call(BUILDER, "append", "(I)Ljava/lang/StringBuilder;")
                                .areturn())
                .entry(
                        "nestedOfOneClassWithoutDup",
                        code -> code.make(BUILDER)
                                .op(DUP)
                                .make(BUILDER)
                                .op(DUP)
                                .push("inner")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .hit()
                                .call(BUILDER, "toString", "()Ljava/lang/String;")
                                .passString()
                                .init(BUILDER, FROM_STRING)
                                .areturn())
                .entry(
                        "suspensionOnlyBetweenNewAndDup",
                        code -> code.make(BUILDER)
                                .hit()
                                .op(DUP)
                                .hit()
                                .push("late")
                                .init(BUILDER, FROM_STRING)
                                .areturn());
    }
}
