// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.DADD;
import static org.objectweb.asm.Opcodes.DLOAD;
import static org.objectweb.asm.Opcodes.DSTORE;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.L2I;
import static org.objectweb.asm.Opcodes.LADD;
import static org.objectweb.asm.Opcodes.LCONST_0;
import static org.objectweb.asm.Opcodes.LLOAD;
import static org.objectweb.asm.Opcodes.LSTORE;

import dev.weft.instrumenttests.harness.Entry;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** What class files can hold at most, and types that nobody finds. */
final class LimitShapes {
    private static final int MAX_LOCALS = 65_535;
    private static final int MANY = 100;

    private LimitShapes() {}

    /** Values and arguments. */
    static ClassMaker values(String name, String type) {
        String longs = "(" + "J".repeat(126) + "I)I"; // with the receiver and the continuation 255
        return new ClassMaker(Opcodes.V17, ACC_PUBLIC, name, "java/lang/Object", ClassWriter.COMPUTE_FRAMES, type)
                .constructor("java/lang/Object")
                .entry("threeHundredLiveValues", LimitShapes::manyLive)
                .entry("nearly64KbAndTwoCalls", LimitShapes::nearlyTooLarge)
                .method(ACC_PUBLIC, "most", longs, code -> {
                    code.hit().op(LCONST_0);
                    for (int i = 0; i < 126; i++)
                        code.variable(LLOAD, 1 + 2 * i).op(LADD);
                    code.op(L2I).variable(ILOAD, 253).op(IADD).pass("I").op(IRETURN);
                })
                .entry("mostArgumentsOfInstance", code -> most(code, name, name, false, longs))
                .entry("mostArgumentsThroughInterface", code -> most(code, name, type, true, longs));
    }

    /** An interface for {@link #values}. */
    static ClassMaker interfaceOfMost(String name) {
        return new ClassMaker(
                        Opcodes.V17,
                        ACC_PUBLIC | ACC_INTERFACE | ACC_ABSTRACT,
                        name,
                        "java/lang/Object",
                        ClassWriter.COMPUTE_FRAMES)
                .abstractMethod(ACC_PUBLIC, "most", "(" + "J".repeat(126) + "I)I");
    }

    private static void most(Code code, String name, String owner, boolean isInterface, String descriptor) {
        code.make(name).op(DUP).init(name, "()V");
        for (int i = 0; i < 126; i++) code.push((long) i);
        code.push(1000).pass("I");
        code.line();
        if (isInterface) code.callInterface(owner, "most", descriptor);
        else code.call(owner, "most", descriptor);
        code.pass("I").box().areturn();
    }

    private static void manyLive(Code code) {
        for (int i = 0; i < MANY; i++) {
            code.push((long) i << 40).variable(LSTORE, 5 * i);
            code.push(i + 0.5).variable(DSTORE, 5 * i + 2);
            code.push("text " + i).store(5 * i + 4);
        }
        code.hit();
        for (int i = 0; i < MANY; i++) {
            code.variable(LLOAD, 5 * i)
                    .callStatic("java/lang/Long", "valueOf", "(J)Ljava/lang/Long;")
                    .log();
            code.variable(DLOAD, 5 * i + 2).push(1.0).op(DADD);
            code.callStatic("java/lang/Double", "valueOf", "(D)Ljava/lang/Double;")
                    .log()
                    .load(5 * i + 4)
                    .log();
            if (i == MANY / 2) code.hit();
        }
        code.op(ACONST_NULL).areturn();
    }

    private static void nearlyTooLarge(Code code) {
        code.push(1).pass("I").variable(ISTORE, 0);
        for (int i = 0; i < 21_000; i++) code.increment(0, 1);
        code.variable(ILOAD, 0).pass("I").box().areturn();
    }

    /** As many calls as a method can have: more than 32,767 don't fit, at three bytes each. A run leaves them out. */
    static ClassMaker mostCalls(String name) {
        return new ClassMaker(Opcodes.V17, name).entry("pins", Entry.Pinned.ALWAYS, code -> {
            Label end = new Label();
            code.push(1).pass("I").jump(Opcodes.IFGT, end);
            for (int i = 0; i < 21_800; i++) code.callStatic(Code.POINTS, "hit", "()V");
            code.mark(end).op(ACONST_NULL).areturn();
        });
    }

    /** As many local variables as there can be: an entry needs one or two more. */
    static ClassMaker mostLocals(String name) {
        return new ClassMaker(Opcodes.V17, name, ClassMaker.WITHOUT_STACK_MAPS)
                .entry(
                        "pins",
                        Entry.Pinned.ALWAYS,
                        code -> code.push(5)
                                .variable(ISTORE, MAX_LOCALS - 1)
                                .hit()
                                .variable(ILOAD, MAX_LOCALS - 1)
                                .box()
                                .areturn());
    }

    /** Nulls of a type that nobody finds: in signatures, casts, fields, variables and operands. */
    static ClassMaker missingTypes(String name) {
        String missing = GeneratedTargets.MISSING;
        String field = "L" + missing + ";";
        return new ClassMaker(Opcodes.V17, name)
                .field(ACC_PUBLIC | Opcodes.ACC_STATIC, "none", field)
                .method(
                        "takes",
                        "(" + field + "I)" + field,
                        code -> code.variable(ILOAD, 1)
                                .pass("I")
                                .box()
                                .log()
                                .load(0)
                                .areturn())
                .entry(
                        "inSignature",
                        code -> code.op(ACONST_NULL)
                                .push(3)
                                .pass("I")
                                .line()
                                .callStatic(name, "takes", "(" + field + "I)" + field)
                                .hit()
                                .areturn())
                .entry(
                        "inCast",
                        code -> code.op(ACONST_NULL).cast(missing).hit().areturn())
                .entry(
                        "inArrayCast",
                        code -> code.op(ACONST_NULL)
                                .cast("[" + field)
                                .store(0)
                                .hit()
                                .load(0)
                                .areturn())
                .entry(
                        "inField",
                        code -> code.field(Opcodes.GETSTATIC, name, "none", field)
                                .store(0)
                                .hit()
                                .load(0)
                                .areturn())
                .entry(
                        "inTest",
                        code -> code.op(ACONST_NULL)
                                .hit()
                                .type(Opcodes.INSTANCEOF, missing)
                                .pass("I")
                                .box()
                                .areturn());
    }
}
