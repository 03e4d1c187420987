// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A way to break instrumented classes that leaves them valid, and an entry that must notice it. */
public enum PlantedFault {
    /** Saved primitive values come back as zero. */
    LOST_VALUE("S15OperandStackTarget", "sumOfLeftOperandAndCall") {
        @Override
        MethodVisitor plantIn(MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                    super.visitFieldInsn(opcode, owner, name, descriptor);
                    if (owner.startsWith(FRAME) && name.startsWith("l") && opcode == Opcodes.GETFIELD) {
                        super.visitInsn(Opcodes.POP2);
                        super.visitInsn(Opcodes.LCONST_0);
                    }
                }
            };
        }
    },

    /** The result of the call at which the method was suspended is lost. */
    LOST_RESULT("S15OperandStackTarget", "deepStack") {
        @Override
        MethodVisitor plantIn(MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                    super.visitMethodInsn(opcode, owner, name, descriptor, itf);
                    if (name.equals("takeInt")) {
                        super.visitInsn(Opcodes.POP);
                        super.visitInsn(Opcodes.ICONST_0);
                    }
                }
            };
        }
    },

    /** Execution goes on at another suspension point. */
    WRONG_STATE("S09CatchAllTarget", "finallyRunsOnce") {
        @Override
        MethodVisitor plantIn(MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                    super.visitFieldInsn(opcode, owner, name, descriptor);
                    if (owner.equals(FRAME) && name.equals("state")) {
                        super.visitInsn(Opcodes.ICONST_1);
                        super.visitInsn(Opcodes.IXOR);
                    }
                }
            };
        }
    },

    /** Exception handlers are left out. */
    LOST_HANDLER("S05TryBoundariesTarget", "throwingCallIsOnlyInstructionOfTry") {
        @Override
        MethodVisitor plantIn(MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
                    // none
                }
            };
        }
    },

    /** Each line number is one too high. */
    WRONG_LINE("S28OneLineTarget", "instructionsAfterCallHaveTheirOwnLine") {
        @Override
        MethodVisitor plantIn(MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitLineNumber(int line, Label start) {
                    super.visitLineNumber(line + 1, start);
                }
            };
        }
    },

    /** A value that a resumed method returns does not reach its caller. */
    LOST_RETURN("S20LoopsTarget", "recursionOfDepth15") {
        @Override
        MethodVisitor plantIn(MethodVisitor next) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                    if (name.equals("keepLong")) {
                        super.visitInsn(Opcodes.POP);
                        super.visitInsn(Opcodes.POP2);
                    } else {
                        super.visitMethodInsn(opcode, owner, name, descriptor, itf);
                    }
                }
            };
        }
    };

    private static final String FRAME = "dev/weft/abi/Frame";
    private static final String RESUME_ENTRY = "(Ldev/weft/abi/Frame;Ldev/weft/abi/Continuation;)";

    private final String target;
    private final String method;

    PlantedFault(String target, String method) {
        this.target = target;
        this.method = method;
    }

    /** Changes a resume entry. */
    abstract MethodVisitor plantIn(MethodVisitor next);

    /** Simple name of the target that notices. */
    public String target() {
        return target;
    }

    /** Entry that notices. */
    public String method() {
        return method;
    }

    /** The class file with this fault in all of its resume entries. */
    public byte[] plant(byte[] classFile) {
        return rewrite(classFile, this::plantIn);
    }

    /** The class file, no longer valid: resume entries use their frame as what it is not known to be. */
    public static byte[] withoutCasts(byte[] classFile) {
        return rewrite(classFile, next -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitTypeInsn(int opcode, String type) {
                if (opcode != Opcodes.CHECKCAST || !type.startsWith(FRAME)) {
                    super.visitTypeInsn(opcode, type);
                }
            }
        });
    }

    /** The class file, in which nothing ever suspends. */
    public static byte[] withoutSuspension(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        return new MethodVisitor(
                                Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                            @Override
                            public void visitMethodInsn(
                                    int opcode, String owner, String name, String descriptor, boolean itf) {
                                boolean suspends = (name.equals("suspend") || name.equals("poll"))
                                        && owner.equals("dev/weft/abi/Continuation");
                                if (suspends && !descriptor.equals("()V")) {
                                    super.visitInsn(Opcodes.POP);
                                } else {
                                    super.visitMethodInsn(opcode, owner, name, descriptor, itf);
                                }
                            }
                        };
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** The class file, in which each line that a frame knows is one too high. */
    public static byte[] withWrongSavedLines(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        return new MethodVisitor(
                                Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                            @Override
                            public void visitInvokeDynamicInsn(
                                    String call, String type, Handle bootstrap, Object... arguments) {
                                if (type.equals("()Ldev/weft/abi/Origin;")) {
                                    int last = arguments.length - 1;
                                    StringBuilder lines = new StringBuilder();
                                    ((String) arguments[last]).chars().forEach(line -> lines.append((char) (line + 1)));
                                    arguments[last] = lines.toString();
                                }
                                super.visitInvokeDynamicInsn(call, type, bootstrap, arguments);
                            }
                        };
                    }
                },
                0);
        return writer.toByteArray();
    }

    private interface Change {
        MethodVisitor in(MethodVisitor next);
    }

    private static byte[] rewrite(byte[] classFile, Change change) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        return descriptor.startsWith(RESUME_ENTRY) ? change.in(next) : next;
                    }
                },
                0);
        return writer.toByteArray();
    }
}
