// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.util.Printer;

/**
 * Turns the text of bytecode into a class file.
 *
 * <p>A line is an instruction as javap shows it, with names in place of numbers, or one of {@code method ACCESS NAME DESCRIPTOR},
 * {@code end}, {@code label L}, {@code try START END HANDLER TYPE} (the type may be {@code any}), {@code lambda METHOD} (which
 * pushes a functional object). ACCESS is a list of words: {@code static}, {@code fiber}. An instruction's line number is that of
 * its line in the text, so that stack traces show what was called. Stack maps are computed.
 */
final class Assembler {
    private static final Map<String, Integer> OPCODES = opcodes();
    private static final String FUN = "dev/weft/instrumenttests/fuzz/program/Fun";
    private static final String FUN_CALL = "(ILjava/lang/Object;)I";
    private static final Handle METAFACTORY = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "metafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private final String owner;
    private final ClassWriter writer;
    private final Map<String, Label> labels = new HashMap<>();
    private MethodVisitor code;

    private Assembler(String owner) {
        this.owner = owner;
        writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return a.equals(owner) || b.equals(owner) ? "java/lang/Object" : super.getCommonSuperClass(a, b);
            }
        };
    }

    private static Map<String, Integer> opcodes() {
        Map<String, Integer> opcodes = new TreeMap<>();
        for (int i = 0; i < Printer.OPCODES.length; i++) {
            opcodes.put(Printer.OPCODES[i].toLowerCase(Locale.ROOT), i);
        }
        return opcodes;
    }

    /** Fails with an {@link InvalidProgramException} if the text is no program. */
    static byte[] assemble(AsmProgram program) {
        Assembler assembler = new Assembler(program.className().replace('.', '/'));
        try {
            return assembler.assemble(program.version(), program.text().lines().toList());
        } catch (RuntimeException e) {
            // ASM's writer says so in many ways when the stack underflows, or a label is missing
            throw new InvalidProgramException(e.toString());
        }
    }

    private byte[] assemble(int version, List<String> lines) {
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, owner, null, "java/lang/Object", null);
        writer.visitSource(owner.substring(owner.lastIndexOf('/') + 1) + ".asm", null);
        addConstructor();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).trim();
            if (line.startsWith("method ")) {
                beginMethod(line.split(" "));
                addRanges(lines, i + 1);
            } else if (!line.isEmpty() && !line.startsWith("//") && !line.startsWith("try ")) {
                add(line, i + 1);
            }
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void addConstructor() {
        code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    private void add(String line, int number) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "end" -> {
                code.visitMaxs(0, 0);
                code.visitEnd();
            }
            case "label" -> code.visitLabel(label(words[1]));
            case "lambda" -> addLambda(words[1], number);
            default -> addInstruction(words, line, number);
        }
    }

    /** The writer wants them before the labels that they name. */
    private void addRanges(List<String> lines, int first) {
        for (int i = first; i < lines.size() && !lines.get(i).trim().equals("end"); i++) {
            String[] words = lines.get(i).trim().split(" ");
            if (words[0].equals("try")) {
                String type = words[4].equals("any") ? null : words[4];
                code.visitTryCatchBlock(label(words[1]), label(words[2]), label(words[3]), type);
            }
        }
    }

    private Label label(String name) {
        return labels.computeIfAbsent(name, n -> new Label());
    }

    private void beginMethod(String[] words) {
        List<String> access = Arrays.asList(words).subList(1, words.length - 2);
        int flags = Opcodes.ACC_PUBLIC | (access.contains("static") ? Opcodes.ACC_STATIC : 0);
        labels.clear();
        code = writer.visitMethod(flags, words[words.length - 2], words[words.length - 1], null, null);
        if (access.contains("fiber")) {
            code.visitAnnotation("Ldev/weft/Fiber;", false).visitEnd();
        }
        code.visitCode();
    }

    private void addLine(int number) {
        Label here = new Label();
        code.visitLabel(here);
        code.visitLineNumber(number, here);
    }

    private void addLambda(String method, int number) {
        addLine(number);
        Type type = Type.getMethodType(FUN_CALL);
        Handle body = new Handle(Opcodes.H_INVOKESTATIC, owner, method, FUN_CALL, false);
        code.visitInvokeDynamicInsn("call", "()L" + FUN + ";", METAFACTORY, type, body, type);
    }

    private void addInstruction(String[] words, String line, int number) {
        Integer known = OPCODES.get(words[0]);
        if (known == null) {
            throw new IllegalArgumentException("no instruction: " + line);
        }
        int opcode = known;
        if (opcode == Opcodes.LDC) {
            code.visitLdcInsn(constant(words[1], line.substring(Math.min(line.length(), 6))));
        } else if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH || opcode == Opcodes.NEWARRAY) {
            code.visitIntInsn(opcode, Integer.parseInt(words[1]));
        } else if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD
                || opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
            code.visitVarInsn(opcode, Integer.parseInt(words[1]));
        } else if (opcode == Opcodes.IINC) {
            code.visitIincInsn(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        } else if (opcode >= Opcodes.IFEQ && opcode <= Opcodes.GOTO
                || opcode == Opcodes.IFNULL
                || opcode == Opcodes.IFNONNULL) {
            code.visitJumpInsn(opcode, label(words[1]));
        } else if (opcode == Opcodes.TABLESWITCH) {
            addTableSwitch(words);
        } else if (opcode == Opcodes.LOOKUPSWITCH) {
            addLookupSwitch(words);
        } else if (opcode >= Opcodes.GETSTATIC && opcode <= Opcodes.PUTFIELD) {
            code.visitFieldInsn(opcode, words[1], words[2], words[3]);
        } else if (opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.INVOKEINTERFACE) {
            addLine(number);
            boolean isInterface = opcode == Opcodes.INVOKEINTERFACE || words[1].equals(FUN);
            code.visitMethodInsn(opcode, words[1], words[2], words[3], isInterface);
        } else if (opcode == Opcodes.NEW
                || opcode == Opcodes.ANEWARRAY
                || opcode == Opcodes.CHECKCAST
                || opcode == Opcodes.INSTANCEOF) {
            addLine(number);
            code.visitTypeInsn(opcode, words[1]);
        } else {
            code.visitInsn(opcode);
        }
    }

    /** {@code I 5}, {@code S text}. */
    private static Object constant(String kind, String text) {
        String value = text.length() > 0 ? text : "";
        return switch (kind) {
            case "I" -> Integer.parseInt(value);
            case "J" -> Long.parseLong(value);
            case "F" -> Float.parseFloat(value);
            case "D" -> Double.parseDouble(value);
            default -> value;
        };
    }

    /** {@code tableswitch MIN OTHER L0 L1 …}. */
    private void addTableSwitch(String[] words) {
        int min = Integer.parseInt(words[1]);
        Label[] targets = Arrays.stream(words).skip(3).map(this::label).toArray(Label[]::new);
        code.visitTableSwitchInsn(min, min + targets.length - 1, label(words[2]), targets);
    }

    /** {@code lookupswitch OTHER KEY:L …}, keys ascending. */
    private void addLookupSwitch(String[] words) {
        int[] keys = new int[words.length - 2];
        Label[] targets = new Label[keys.length];
        for (int i = 0; i < keys.length; i++) {
            String[] pair = words[i + 2].split(":");
            keys[i] = Integer.parseInt(pair[0]);
            targets[i] = label(pair[1]);
        }
        code.visitLookupSwitchInsn(label(words[1]), keys, targets);
    }
}
