// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.SourceCompiler;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.io.File;
import java.io.IOException;
import java.io.ObjectStreamClass;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/** To a compiler, and to reflection, an instrumented class is what it was. */
class CompilerViewTest {
    private static final String SOURCE = """
            package client;
            import dev.weft.instrumenttests.targets.S26ForeignFramesTarget.Base;
            import dev.weft.instrumenttests.targets.S26ForeignFramesTarget.Service;
            import dev.weft.instrumenttests.targets.Points;
            import dev.weft.instrumenttests.targets.S18ShadowsTarget;
            class Client {
                @FunctionalInterface interface Narrower extends Service {}
                static class Derived extends Base {
                    @Override public String work(String task) { return super.work(task) + Points.pass("x"); }
                }
                static class Jobs implements S18ShadowsTarget.Job {
                    @Override public void run() {}
                }
                static Object useOfShadowed(S18ShadowsTarget.Countdown countdown, S18ShadowsTarget.Numbers numbers) {
                    var either = countdown.hashCode() > 0 ? countdown : numbers.iterator(); // no shadow in its type
                    for (int n : numbers) either.next();
                    numbers.forEach(n -> {});
                    return new java.util.Iterator[] {either, countdown};
                }
                static String use() {
                    Service lambda = request -> request + "!";
                    Service reference = String::trim;
                    Narrower narrower = lambda::serve;
                    return lambda.serve("a") + reference.serve(" b ") + narrower.serveTwice("c") + new Derived().twice("d");
                }
            }
            """;

    private static TargetSuite suite;

    @TempDir
    Path folder;

    private static final int MAJOR_VERSION_OFFSET = 6;

    @BeforeAll
    static void instrument() {
        suite = TargetSuite.all().get(0);
    }

    @Test
    void instrumentedInterfacesAreFunctionalAndClassesExtensible() throws IOException {
        for (Map.Entry<String, byte[]> classFile : suite.instrumented().all().entrySet()) {
            Path file = folder.resolve(classFile.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, classFile.getValue());
        }
        Path source = Files.writeString(folder.resolve("Client.java"), SOURCE);
        String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
        assertThat(SourceCompiler.compile(List.of(source), 17, classPath)).containsKey("client.Client");
    }

    @Test
    void onlySyntheticMembersAreAdded() throws ReflectiveOperationException {
        ClassLoader plain = suite.load(suite.compiled());
        ClassLoader instrumented = suite.load(suite.instrumented());
        for (String name : withoutMissingTypes()) {
            if (isOlderThanJava5(name)) continue; // flags without meaning must go
            List<String> before = visibleMembers(plain.loadClass(name));
            assertThat(visibleMembers(instrumented.loadClass(name))).as(name).isEqualTo(before);
        }
    }

    @Test
    void addedMembersCarryNoAnnotations() throws ReflectiveOperationException {
        ClassLoader instrumented = suite.load(suite.instrumented());
        int added = 0;
        for (String name : withoutMissingTypes()) {
            for (Method method : instrumented.loadClass(name).getDeclaredMethods()) {
                if (method.isSynthetic() && takesContinuation(method)) {
                    added++;
                    assertThat(method.getDeclaredAnnotations())
                            .as(method.toString())
                            .isEmpty();
                }
            }
        }
        assertThat(added).isGreaterThan(500);
    }

    @Test
    void serialVersionsStay() throws ReflectiveOperationException {
        ClassLoader plain = suite.load(suite.compiled());
        ClassLoader instrumented = suite.load(suite.instrumented());
        int serializable = 0;
        for (String name : suite.instrumented().instrumented()) {
            ObjectStreamClass before = ObjectStreamClass.lookup(plain.loadClass(name));
            if (before != null && !plain.loadClass(name).isInterface()) {
                serializable++;
                ObjectStreamClass after = ObjectStreamClass.lookup(instrumented.loadClass(name));
                assertThat(after.getSerialVersionUID()).as(name).isEqualTo(before.getSerialVersionUID());
            }
        }
        assertThat(serializable).isPositive();
    }

    /** Reflection finds all types of a class's signatures, or nothing. */
    private static List<String> withoutMissingTypes() {
        return suite.instrumented().instrumented().stream()
                .filter(name -> !name.endsWith(".S23MissingTypesTarget"))
                .toList();
    }

    private static boolean isOlderThanJava5(String name) {
        return new ClassReader(suite.compiled().find(name)).readUnsignedShort(MAJOR_VERSION_OFFSET) < Opcodes.V1_5;
    }

    private static boolean takesContinuation(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        return parameters.length > 0
                && parameters[parameters.length - 1].getSimpleName().equals("Continuation");
    }

    private static List<String> visibleMembers(Class<?> type) {
        return Stream.of(
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> !method.isSynthetic())
                                .map(Method::toGenericString),
                        Arrays.stream(type.getDeclaredFields())
                                .filter(field -> !field.isSynthetic())
                                .map(Field::toGenericString),
                        Arrays.stream(type.getDeclaredConstructors()).map(Constructor::toGenericString),
                        Stream.of(type.getGenericInterfaces()).map(Type::getTypeName),
                        Stream.of(Modifier.toString(type.getModifiers())))
                .flatMap(members -> members)
                .sorted()
                .toList();
    }
}
