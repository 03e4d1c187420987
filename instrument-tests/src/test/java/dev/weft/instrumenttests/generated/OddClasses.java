// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.objectweb.asm.Opcodes.IADD;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.ICONST_1;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.ISTORE;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Class files of old versions, without a package, and with names that Java has not. */
final class OddClasses {
    private static final String STRING_TO_STRING = "(Ljava/lang/String;)Ljava/lang/String;";

    private OddClasses() {}

    /** A class of a version, with the kinds of methods that every version has. */
    static ClassMaker ofVersion(int version, String name) {
        boolean hasStackMaps = (version & 0xFFFF) >= Opcodes.V1_6;
        return new ClassMaker(version, name, hasStackMaps ? ClassWriter.COMPUTE_FRAMES : ClassMaker.WITHOUT_STACK_MAPS)
                .constructor("java/lang/Object")
                .method(
                        Opcodes.ACC_PUBLIC,
                        "instance",
                        "(I)I",
                        code -> code.variable(ILOAD, 1).pass("I").op(ICONST_1, IADD, IRETURN))
                .entry("loopOverCalls", code -> {
                    Label loop = new Label();
                    code.make(name).op(Opcodes.DUP).init(name, "()V").store(0);
                    code.push(3).variable(ISTORE, 1).op(ICONST_0).variable(ISTORE, 2);
                    code.mark(loop).variable(ILOAD, 2).load(0).variable(ILOAD, 1);
                    code.call(name, "instance", "(I)I")
                            .op(IADD)
                            .variable(ISTORE, 2)
                            .increment(1, -1);
                    code.variable(ILOAD, 1)
                            .jump(Opcodes.IFGT, loop)
                            .variable(ILOAD, 2)
                            .box()
                            .areturn();
                });
    }

    /** A class in the unnamed package. */
    static ClassMaker withoutPackage(String name) {
        return new ClassMaker(Opcodes.V11, name)
                .entry(
                        "entryWithoutPackage",
                        code -> code.line()
                                .push("nameless")
                                .callStatic(name, "help", STRING_TO_STRING)
                                .passString()
                                .areturn())
                .method(
                        "help",
                        STRING_TO_STRING,
                        code -> code.load(0)
                                .passString()
                                .push("!")
                                .call("java/lang/String", "concat", STRING_TO_STRING)
                                .areturn());
    }

    /** A class with parentheses in its name, for its methods to take and return. */
    static ClassMaker parentheses(String name) {
        String own = "L" + name + ";";
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "parenthesesInDescriptors",
                        code -> code.op(Opcodes.ACONST_NULL)
                                .callStatic(name, "(same)", "(" + own + ")" + own)
                                .areturn())
                .method(
                        "(same)",
                        "(" + own + ")" + own,
                        code -> code.hit().load(0).areturn());
    }

    /** Names with blanks and signs, and strings with lone surrogates and NUL. */
    static ClassMaker oddNames(String name) {
        return new ClassMaker(Opcodes.V17, name)
                .entry(
                        "oddMethodNames",
                        code -> code.op(ICONST_1)
                                .pass("I")
                                .callStatic(name, "with blank", "(I)I")
                                .callStatic(name, "with (parentheses)", "(I)I")
                                .callStatic(name, "work$default", "(I)I")
                                .callStatic(name, "-sign-\u00e9\u4e16", "(I)I")
                                .pass("I")
                                .box()
                                .areturn())
                .entry(
                        "oddConstants",
                        code -> code.push("\0 \ud800 \udc00 \uffff")
                                .passString()
                                .push("\ud83d\ude00")
                                .passString()
                                .call("java/lang/String", "concat", STRING_TO_STRING)
                                .areturn())
                .method("with blank", "(I)I", OddClasses::addOne)
                .method("with (parentheses)", "(I)I", OddClasses::addOne)
                .method("work$default", "(I)I", OddClasses::addOne)
                .method("-sign-\u00e9\u4e16", "(I)I", OddClasses::addOne);
    }

    private static void addOne(Code code) {
        code.variable(ILOAD, 0).pass("I").op(ICONST_1, IADD, IRETURN);
    }
}
