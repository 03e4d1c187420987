// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrument.classify.CompiledSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The inliner counts bytecodes: how many there are for a suspension point, and for a method. */
class EmittedSizeTest {
    private static final int SAVE_BLOCK_LIMIT = 30;

    private static final CompiledSources SOURCES = CompiledSources.compile(
            "package dev.weft.abi; public abstract class Continuation { public boolean attention; }", """
            package app;
            import dev.weft.Fiber;
            import java.util.*;
            class Sizes {
                private final List<String> seen = new ArrayList<>();
                private int calls;
                @Fiber int step(int n) { return n + 1; }
                @Fiber void stop() {}
                @Fiber int ints(int a, int b) { stop(); return a + b + calls; }
                @Fiber String objects(String a, String b) { stop(); return a + b + seen; }
                @Fiber long mixed(String a, long b) { stop(); return a.length() + b + calls; }
                @Fiber void repeated(Sizes other) { other.stop(); other.stop(); other.stop(); other.stop(); other.calls++; }
                @Fiber static int loop(Sizes s, int n) {
                    int sum = 0;
                    for (int i = 0; i < n; i++) sum += s.step(i);
                    return sum;
                }
                @Fiber static double doubles(Sizes s, double a, double b) { s.stop(); return a * b + s.calls; }
                @Fiber String search(String word, List<String> texts) {
                    StringBuilder found = new StringBuilder();
                    for (int i = 0; i < texts.size(); i++) {
                        String text = texts.get(i);
                        int at = text.indexOf(word);
                        if (at < 0) continue;
                        calls = step(calls);
                        if (found.length() > 0) found.append(", ");
                        found.append(text, 0, at).append('[').append(word).append(']');
                        found.append(text.substring(at + word.length()));
                    }
                    if (found.length() == 0) throw new NoSuchElementException(word);
                    seen.add(word);
                    return objects(found.toString(), word);
                }
            }
            """);

    private static final ClassNode INSTRUMENTED = instrumented();

    private static ClassNode instrumented() {
        byte[] result = new Instrumenter(Configuration.builder().build(), Listener.NONE)
                .instrument(SOURCES.bytes("app.Sizes"), SOURCES.locator());
        ClassNode node = new ClassNode();
        new ClassReader(Objects.requireNonNull(result)).accept(node, 0);
        return node;
    }

    @ParameterizedTest
    @CsvSource({"ints, 3", "objects, 3", "mixed, 3", "doubles, 3"})
    void aSaveBlockOfThreeValuesIsSmall(String method, int values) {
        List<Integer> sizes = saveBlocks(fiberEntry(method));
        assertThat(sizes)
                .as("save blocks of %s, of %d values each", method, values)
                .hasSize(1);
        assertThat(sizes).allMatch(size -> size <= SAVE_BLOCK_LIMIT, "at most " + SAVE_BLOCK_LIMIT + " bytes");
    }

    @Test
    void aSaveBlockInALoopIsSmall() {
        assertThat(saveBlocks(fiberEntry("loop")))
                .singleElement()
                .satisfies(size -> assertThat(size)
                        .isLessThanOrEqualTo(SAVE_BLOCK_LIMIT + 6)); // one of its four values lies on the operand stack
    }

    @Test
    void pointsWithTheSameLiveValuesShareTheirSaveBlock() {
        List<AbstractInsnNode> entry =
                List.of(fiberEntry("repeated").instructions.toArray());
        assertThat(entry.stream().filter(i -> i instanceof MethodInsnNode call && call.name.equals("save")))
                .hasSize(1);
        assertThat(entry.stream().filter(i -> i instanceof FieldInsnNode field && field.name.equals("attention")))
                .hasSize(4);
        List<AbstractInsnNode> resume =
                List.of(resumeEntry("repeated").instructions.toArray());
        assertThat(resume.stream().filter(i -> i instanceof MethodInsnNode call && call.name.equals("take0")))
                .hasSize(1);
    }

    /** All three bodies: the more values live across a call, the more there is to save and to restore, twice. */
    @Test
    void whatAMethodGrowsTo() {
        assertThat(growth("ints")).isLessThanOrEqualTo(12);
        assertThat(growth("loop")).isLessThanOrEqualTo(10);
        assertThat(growth("search")).isLessThanOrEqualTo(5.5); // its loop has a poll
    }

    private static double growth(String name) {
        int original = 0;
        int all = 0;
        for (MethodNode method : INSTRUMENTED.methods) {
            if (!method.name.equals(name)) continue;
            int size = size(method, method.instructions.getFirst(), null);
            all += size;
            if (!method.desc.contains("Continuation")) original += size;
        }
        assertThat(original).isPositive();
        return (double) all / original;
    }

    private static MethodNode fiberEntry(String name) {
        return entry(name, false);
    }

    private static MethodNode resumeEntry(String name) {
        return entry(name, true);
    }

    private static MethodNode entry(String name, boolean ofTrampoline) {
        for (MethodNode method : INSTRUMENTED.methods) {
            boolean isEntry = method.name.equals(name) && method.desc.contains("Continuation;)");
            if (isEntry && method.desc.contains("Frame;") == ofTrampoline) return method;
        }
        throw new AssertionError(name);
    }

    /** The sizes of what stands between where an unwinding call goes on, and the return. */
    private static List<Integer> saveBlocks(MethodNode entry) {
        List<Integer> sizes = new ArrayList<>();
        for (AbstractInsnNode insn : entry.instructions) {
            boolean isTest = insn instanceof FieldInsnNode field && field.name.equals("attention");
            if (!isTest) continue;
            JumpInsnNode jump = (JumpInsnNode) insn.getNext();
            AbstractInsnNode start = jump.getOpcode() == Opcodes.IFEQ ? jump.getNext() : jump.label;
            AbstractInsnNode end = start;
            while (end.getOpcode() < Opcodes.IRETURN || end.getOpcode() > Opcodes.RETURN) end = end.getNext();
            sizes.add(size(entry, start, end.getNext()));
        }
        return sizes;
    }

    private static int size(
            MethodNode method, AbstractInsnNode start, @org.jspecify.annotations.Nullable AbstractInsnNode end) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(new MethodVisitor(Opcodes.ASM9) {});
        for (AbstractInsnNode insn = start; insn != null && insn != end; insn = insn.getNext()) insn.accept(evaluator);
        assertThat(method.instructions.size()).isPositive();
        return evaluator.getMaxSize();
    }
}
