// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.TargetSuite;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Lines and local variables of the source are in the fiber entries, so that breakpoints and debuggers find them. */
class DebugInformationTest {
    private static final String CONTINUATION = "Ldev/weft/abi/Continuation;)";

    static Stream<TargetSuite> suites() {
        return TargetSuite.all().stream().filter(suite -> suite.variant() != TargetSuite.Variant.WITH_POLLS);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void fiberEntriesHaveTheLinesAndVariablesOfThePlainEntry(TargetSuite suite) {
        int compared = 0;
        for (String name : suite.instrumented().instrumented()) {
            Map<String, MethodNode> methods = methods(suite.instrumented().all().get(name));
            for (Map.Entry<String, MethodNode> method : methods.entrySet()) {
                MethodNode fiberEntry = methods.get(method.getKey().replace(")", CONTINUATION));
                if (fiberEntry == null || lines(fiberEntry).isEmpty()) {
                    continue; // no fiber method, or one that pins
                }
                compared++;
                assertThat(lines(fiberEntry)).as(name + "." + method.getKey()).isEqualTo(lines(method.getValue()));
                assertThat(variables(fiberEntry))
                        .as(name + "." + method.getKey())
                        .isEqualTo(variables(method.getValue()));
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    private static Map<String, MethodNode> methods(byte[] classFile) {
        ClassNode node = new ClassNode();
        new ClassReader(classFile).accept(node, 0);
        Map<String, MethodNode> methods = new TreeMap<>();
        for (MethodNode method : node.methods) {
            if ((method.access & Opcodes.ACC_ABSTRACT) == 0) {
                methods.put(method.name + method.desc, method);
            }
        }
        return methods;
    }

    private static Set<Integer> lines(MethodNode method) {
        Set<Integer> lines = new TreeSet<>();
        for (AbstractInsnNode instruction : method.instructions) {
            if (instruction instanceof LineNumberNode line) {
                lines.add(line.line);
            }
        }
        return lines;
    }

    private static Set<String> variables(MethodNode method) {
        Set<String> variables = new TreeSet<>();
        if (method.localVariables != null) {
            for (LocalVariableNode variable : method.localVariables) {
                variables.add(variable.name + " " + variable.desc);
            }
        }
        return variables;
    }
}
