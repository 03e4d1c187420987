// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.AALOAD;
import static org.objectweb.asm.Opcodes.AASTORE;
import static org.objectweb.asm.Opcodes.ACC_ABSTRACT;
import static org.objectweb.asm.Opcodes.ACC_INTERFACE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ACC_SYNCHRONIZED;
import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ANEWARRAY;
import static org.objectweb.asm.Opcodes.CHECKCAST;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.JSR;
import static org.objectweb.asm.Opcodes.POP;
import static org.objectweb.asm.Opcodes.PUTSTATIC;
import static org.objectweb.asm.Opcodes.RET;
import static org.objectweb.asm.Opcodes.RETURN;

import dev.weft.instrumenttests.harness.Entry;
import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What else is different in class files of before Java 7: types are inferred, flags are free, classes can't be constants. */
final class OldClassShapes {
    private static final int NONE = ClassMaker.WITHOUT_STACK_MAPS;
    private static final String OBJECT = "java/lang/Object";
    private static final String NUMBER = "java/lang/Number";
    private static final String BOX_LONG = "(J)Ljava/lang/Long;";

    private OldClassShapes() {}

    /** Where two types meet, without a stack map to say what comes of them. */
    static ClassMaker merges(int version, String name) {
        return new ClassMaker(version, name, NONE)
                .entry(
                        "interfaces",
                        code -> choose(
                                        code,
                                        c -> c.make("java/util/ArrayList")
                                                .op(DUP)
                                                .init("java/util/ArrayList", "()V"),
                                        c -> c.make("java/util/Vector").op(DUP).init("java/util/Vector", "()V"))
                                .hit()
                                .callInterface("java/util/List", "size", "()I")
                                .pass("I")
                                .box()
                                .areturn())
                .entry(
                        "interfaceAndClass",
                        code -> choose(
                                        code,
                                        c -> c.callStatic("java/util/Collections", "emptyList", "()Ljava/util/List;"),
                                        c -> c.make("java/util/ArrayList")
                                                .op(DUP)
                                                .init("java/util/ArrayList", "()V"))
                                .store(0)
                                .hit()
                                .load(0)
                                .callInterface("java/util/Collection", "size", "()I")
                                .pass("I")
                                .box()
                                .areturn())
                .entry(
                        "classes",
                        code -> choose(
                                        code,
                                        c -> c.push(3).box(),
                                        c -> c.push(4L).callStatic("java/lang/Long", "valueOf", BOX_LONG))
                                .store(0)
                                .hit()
                                .load(0)
                                .call(NUMBER, "intValue", "()I")
                                .pass("I")
                                .box()
                                .areturn())
                .entry("arraysOfClasses", OldClassShapes::arraysOfClasses)
                .entry(
                        "arrayAndPrimitiveArray",
                        code -> choose(
                                        code,
                                        c -> c.op(ICONST_1).array(Opcodes.T_INT),
                                        c -> c.op(ICONST_1).type(ANEWARRAY, NUMBER))
                                .hit()
                                .call(OBJECT, "getClass", "()Ljava/lang/Class;")
                                .call("java/lang/Class", "getName", "()Ljava/lang/String;")
                                .passString()
                                .areturn())
                .entry(
                        "nullAndText",
                        code -> choose(
                                        code,
                                        c -> c.op(ACONST_NULL),
                                        c -> c.push("text").passString())
                                .store(0)
                                .hit()
                                .load(0)
                                .areturn())
                .entry("slotOfThreeTypes", OldClassShapes::slotOfThreeTypes);
    }

    /** [] -> what one of the two pushes: the first. */
    private static Code choose(Code code, Consumer<Code> first, Consumer<Code> second) {
        Label other = new Label();
        Label joined = new Label();
        code.op(ICONST_1).pass("Z").jump(IFEQ, other);
        first.accept(code);
        code.jump(GOTO, joined).mark(other);
        second.accept(code);
        return code.mark(joined);
    }

    private static void arraysOfClasses(Code code) {
        choose(
                code,
                c -> c.op(ICONST_1).type(ANEWARRAY, "java/lang/Integer"),
                c -> c.op(ICONST_1).type(ANEWARRAY, "java/lang/Long"));
        code.store(0).load(0).op(ICONST_0).push(6).pass("I").box().op(AASTORE).hit();
        code.load(0)
                .op(ICONST_0, AALOAD)
                .call(NUMBER, "intValue", "()I")
                .pass("I")
                .box()
                .areturn();
    }

    /** A loop in which a variable's last type is another than its first. */
    private static void slotOfThreeTypes(Code code) {
        Label loop = new Label();
        code.push(2).variable(ISTORE, 0).push("first").store(1).load(1).log();
        code.mark(loop).push(1.5).variable(Opcodes.DSTORE, 1).hit().variable(Opcodes.DLOAD, 1);
        code.op(Opcodes.D2I).variable(ISTORE, 2).hit().increment(0, -1).variable(ILOAD, 0);
        code.jump(Opcodes.IFGT, loop).variable(ILOAD, 2).pass("I").box().areturn();
    }

    /** An interface with flags that those from Java 5 on must not have. */
    static ClassMaker oddInterface(int version, String name) {
        int access = isBeforeJava5(version) ? ACC_SUPER : ACC_ABSTRACT;
        return new ClassMaker(version, ACC_PUBLIC | ACC_INTERFACE | access, name, OBJECT, NONE)
                .abstractMethod(ACC_PUBLIC | oddFlag(version), "work", "(I)I");
    }

    private static boolean isBeforeJava5(int version) {
        return (version & 0xFFFF) < Opcodes.V1_5;
    }

    private static int oddFlag(int version) {
        return isBeforeJava5(version) ? ACC_SYNCHRONIZED : 0;
    }

    /** An abstract class with such flags, and an initializer that doesn't say that it is static. */
    static ClassMaker oddBase(int version, String name, String implemented) {
        return new ClassMaker(version, ACC_PUBLIC | ACC_ABSTRACT | ACC_SUPER, name, OBJECT, NONE, implemented)
                .field(ACC_PUBLIC | ACC_STATIC, "ready", "I")
                .plainMethod(
                        0,
                        "<clinit>",
                        "()V",
                        code -> code.push(100)
                                .field(PUTSTATIC, name, "ready", "I")
                                .op(RETURN))
                .constructor(OBJECT)
                .abstractMethod(ACC_PUBLIC | oddFlag(version), "step", "(I)I")
                .method(
                        ACC_PUBLIC,
                        "work",
                        "(I)I",
                        code -> code.load(0)
                                .variable(ILOAD, 1)
                                .pass("I")
                                .line()
                                .call(name, "step", "(I)I")
                                .field(GETSTATIC, name, "ready", "I")
                                .op(IADD, IRETURN));
    }

    /** Implements what is abstract, and calls itself through the interface, the superclass and itself. */
    static ClassMaker oddClass(int version, String name, String base, String implemented) {
        return new ClassMaker(version, ACC_PUBLIC, name, base, NONE)
                .constructor(base)
                .method(
                        ACC_PUBLIC,
                        "step",
                        "(I)I",
                        code -> code.variable(ILOAD, 1).pass("I").op(ICONST_1, IADD, IRETURN))
                .method(
                        ACC_PUBLIC,
                        "work",
                        "(I)I",
                        code -> code.load(0)
                                .variable(ILOAD, 1)
                                .line()
                                .callSuper(base, "work", "(I)I")
                                .pass("I")
                                .op(IRETURN))
                .entry(
                        "throughInterfaceAndSuperclass",
                        code -> code.make(name)
                                .op(DUP)
                                .init(name, "()V")
                                .store(0)
                                .load(0)
                                .op(ICONST_1)
                                .line()
                                .callInterface(implemented, "work", "(I)I")
                                .load(0)
                                .op(ICONST_1)
                                .line()
                                .call(base, "work", "(I)I")
                                .op(IADD)
                                .box()
                                .areturn());
    }

    /** Class constants came with Java 5. */
    static ClassMaker classConstants(int version, String name) {
        return new ClassMaker(version, name, NONE)
                .entry(
                        "classConstantBelowCall",
                        code -> code.push(Type.getObjectType(name))
                                .hit()
                                .call("java/lang/Class", "getName", "()Ljava/lang/String;")
                                .passString()
                                .areturn());
    }

    /** Java 6's stack maps, which the JVM overlooks if they are wrong. */
    static ClassMaker withStackMaps(String name, boolean wrong) {
        return new ClassMaker(Opcodes.V1_6, name, wrong ? NONE : org.objectweb.asm.ClassWriter.COMPUTE_FRAMES)
                .entry("oneCall", code -> {
                    Label loop = new Label();
                    code.push(3).variable(ISTORE, 0).push("loop").store(1).mark(loop);
                    if (wrong) code.frame(new Object[] {Opcodes.FLOAT}, new Object[0]);
                    code.load(1).passString().op(POP).increment(0, -1).variable(ILOAD, 0);
                    code.jump(Opcodes.IFGT, loop).load(1).areturn();
                });
    }

    /** With Java 6's stack maps the JVM needs no class where a variable's two types meet that nobody reads any more. */
    static ClassMaker missingInDeadVariable(String name) {
        return new ClassMaker(Opcodes.V1_6, name, org.objectweb.asm.ClassWriter.COMPUTE_FRAMES)
                .entry(
                        "meetsAnother",
                        code -> choose(
                                        code,
                                        c -> missing(c).store(0).op(ICONST_0),
                                        c -> c.push("text").store(0).op(ICONST_1))
                                .pass("I")
                                .box()
                                .areturn());
    }

    /** Here somebody does. */
    static ClassMaker missingInLiveVariable(String name) {
        return new ClassMaker(Opcodes.V1_6, name, org.objectweb.asm.ClassWriter.COMPUTE_FRAMES)
                .entry(
                        "meetsAnother",
                        Entry.Pinned.ALWAYS,
                        code -> choose(code, OldClassShapes::missing, c -> c.push("text"))
                                .store(0)
                                .hit()
                                .load(0)
                                .areturn());
    }

    private static Code missing(Code code) {
        return code.op(ACONST_NULL).type(CHECKCAST, GeneratedTargets.MISSING);
    }

    /** A class with a method that is too large without its subroutine, and a method that can be overridden. */
    static ClassMaker tooLargeWithoutSubroutine(int version, String name) {
        return new ClassMaker(version, name, NONE)
                .constructor(OBJECT)
                .method(ACC_PUBLIC, "work", "(I)I", code -> {
                    Label subroutine = new Label();
                    code.jump(JSR, subroutine).jump(JSR, subroutine).jump(JSR, subroutine);
                    code.variable(ILOAD, 1)
                            .pass("I")
                            .op(IRETURN)
                            .mark(subroutine)
                            .store(2);
                    for (int i = 0; i < 9_000; i++) code.increment(1, 1);
                    code.hit().variable(RET, 2);
                })
                .entry(
                        "callsItself",
                        Entry.Pinned.ALWAYS,
                        code -> code.make(name)
                                .op(DUP)
                                .init(name, "()V")
                                .op(ICONST_1)
                                .line()
                                .call(name, "work", "(I)I")
                                .box()
                                .areturn());
    }

    /** A subclass of it that overrides the method. */
    static ClassMaker override(String name, String base) {
        return new ClassMaker(
                        Opcodes.V17, ACC_PUBLIC | ACC_SUPER, name, base, org.objectweb.asm.ClassWriter.COMPUTE_FRAMES)
                .constructor(base)
                .method(
                        ACC_PUBLIC,
                        "work",
                        "(I)I",
                        code -> code.load(0)
                                .variable(ILOAD, 1)
                                .line()
                                .callSuper(base, "work", "(I)I")
                                .pass("I")
                                .push(5)
                                .op(IADD, IRETURN));
    }

    /** Calls the method of the three classes by the type of the first. */
    static ClassMaker caller(String name, String base, String instrumented, String foreign) {
        return new ClassMaker(Opcodes.V17, name)
                .entry("ofItself", Entry.Pinned.SOMETIMES, code -> callWork(code, base, base))
                .entry("ofInstrumentedOverride", Entry.Pinned.SOMETIMES, code -> callWork(code, base, instrumented))
                .entry("ofForeignOverride", Entry.Pinned.SOMETIMES, code -> callWork(code, base, foreign));
    }

    private static void callWork(Code code, String base, String type) {
        code.make(type)
                .op(DUP)
                .init(type, "()V")
                .op(ICONST_1)
                .line()
                .call(base, "work", "(I)I")
                .pass("I")
                .box()
                .areturn();
    }
}
