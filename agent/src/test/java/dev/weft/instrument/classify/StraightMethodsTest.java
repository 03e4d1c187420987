// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Configuration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Which calls in a fiber package are no suspension points, since their callees run straight to their end. */
class StraightMethodsTest {
    private static final CompiledSources SOURCES = CompiledSources.compile("""
            package app;
            public final class Callee {
                public static int max(int a, int b) { return a > b ? a : Math.max(b, 0); }
                public static StringBuilder text() { return new StringBuilder().append(1); }
                public int inFinalClass() { return 1; }
                public static int loops(int n) { while (n > 10) n /= 2; return n; }
                public static int loopsAtEnd(int n) { do n--; while (n > 0); return n; }
                public static int calls(int n) { return max(n, 1); }
                public static void callsBack(Runnable r) { r.run(); }
                public static RuntimeException creates() { return new IllegalStateException(); }
                public static Failure createsOwn() { return new Failure(); }
                public static int catches(String s) { try { return Integer.parseInt(s); } catch (Exception e) { return 0; } }
                public static long blocks(java.nio.channels.FileChannel c) throws java.io.IOException {
                    return c.position(0).size();
                }
                public static void locks(java.util.concurrent.locks.Lock lock) { lock.lock(); }
                public static native int natively();
                @dev.weft.Fiber public static int annotated() { return 1; }
            }
            class Failure extends Error {}
            class Open {
                int overridable() { return 1; }
                final int isFinal() { return 1; }
                private int isPrivate() { return 1; }
            }
            class Caller extends Open {
                int overridable() { return super.overridable(); }
                static void all(Callee c, Open o) throws Exception {
                    Callee.max(1, 2); Callee.text(); c.inFinalClass(); o.isFinal();
                    Callee.loops(1); Callee.loopsAtEnd(1); Callee.calls(1); Callee.callsBack(null); Callee.creates();
                    Callee.createsOwn(); Callee.catches(""); Callee.blocks(null); Callee.natively(); Callee.locks(null); Callee.annotated();
                    o.overridable(); own();
                }
                private static int own() { return 1; }
            }
            """);

    private static Set<String> suspensionPoints(Configuration configuration, String method) {
        Classifier classifier = new Classifier(configuration, SOURCES.locator());
        ClassNode caller = new ClassNode();
        new ClassReader(SOURCES.bytes("app.Caller")).accept(caller, 0);
        classifier.begin(caller);
        Set<String> found = new TreeSet<>();
        for (MethodNode m : caller.methods) {
            if (!m.name.equals(method)) continue;
            for (AbstractInsnNode insn : m.instructions) {
                if (insn instanceof MethodInsnNode call && classifier.isFiberCall(call)) found.add(call.name);
            }
        }
        return found;
    }

    @Test
    void callsOfStraightMethodsCannotSuspend() {
        assertThat(suspensionPoints(included(), "all"))
                .containsExactlyInAnyOrder(
                        "loops",
                        "loopsAtEnd",
                        "calls",
                        "callsBack",
                        "creates",
                        "createsOwn",
                        "catches",
                        "blocks",
                        "natively",
                        "locks",
                        "annotated",
                        "overridable");
    }

    @Test
    void callBySuperMeansOneBody() {
        assertThat(suspensionPoints(included(), "overridable")).isEmpty();
    }

    @Test
    void eachMethodMaySuspendWhereSuspensionIsForced() {
        Configuration forced =
                Configuration.builder().include("app.**").forcedSuspension(true).build();
        assertThat(suspensionPoints(forced, "all")).contains("max", "text", "inFinalClass", "isFinal", "own");
    }

    private static Configuration included() {
        return Configuration.builder().include("app.**").build();
    }
}
