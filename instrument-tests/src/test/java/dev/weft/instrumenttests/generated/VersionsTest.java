// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.CompiledClasses;
import dev.weft.instrumenttests.harness.InstrumentedClasses;
import dev.weft.instrumenttests.harness.TargetSuite;
import dev.weft.instrumenttests.harness.Verification;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/** Class files of each version are instrumented, those too that the running JVM is too old to load. */
class VersionsTest {
    private static final int JAVA_25 = 69;
    private static final int PREVIEW = 0xFFFF << 16;
    private static final int MINOR_VERSION_OFFSET = 4;
    private static final int MAJOR_VERSION_OFFSET = 6;

    static IntStream majorVersions() {
        return IntStream.rangeClosed(GeneratedTargets.OLDEST_MAJOR, JAVA_25);
    }

    @ParameterizedTest
    @MethodSource("majorVersions")
    void isInstrumentedAndValid(int major) {
        ClassMaker maker = GeneratedTargets.ofVersion(major);
        byte[] instrumented = instrument(maker.internalName, maker.make());
        assertThat(version(instrumented, MAJOR_VERSION_OFFSET)).isEqualTo(Math.max(major, Opcodes.V1_7));
    }

    @ParameterizedTest
    @MethodSource("majorVersions")
    void previewFeaturesStayMarked(int major) {
        if (major < Opcodes.V11) return; // preview features came with Java 11
        ClassMaker maker = OddClasses.ofVersion(PREVIEW | major, "test/Preview");
        byte[] instrumented = instrument(maker.internalName, maker.make());
        assertThat(version(instrumented, MAJOR_VERSION_OFFSET)).isEqualTo(major);
        assertThat(version(instrumented, MINOR_VERSION_OFFSET)).isEqualTo(PREVIEW >>> 16);
    }

    @ParameterizedTest
    @MethodSource("majorVersions")
    void anInterfaceCanHoldItsFiberEntries(int major) {
        int version = major == GeneratedTargets.OLDEST_MAJOR ? Opcodes.V1_1 : major;
        ClassMaker maker = new ClassMaker(
                        version,
                        Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT,
                        "test/Interface",
                        "java/lang/Object",
                        ClassMaker.WITHOUT_STACK_MAPS)
                .abstractMethod(Opcodes.ACC_PUBLIC, "work", "()V");
        byte[] instrumented = instrument(maker.internalName, maker.make());
        assertThat(version(instrumented, MAJOR_VERSION_OFFSET)).isEqualTo(Math.max(major, Opcodes.V1_8));
    }

    private static byte[] instrument(String internalName, byte[] classFile) {
        String name = internalName.replace('/', '.');
        CompiledClasses compiled = new CompiledClasses("version", Map.of(name, classFile));
        InstrumentedClasses instrumented =
                InstrumentedClasses.of(compiled, TargetSuite.Variant.ANNOTATED.configuration());
        assertThat(instrumented.failures()).isEmpty();
        assertThat(instrumented.pinned()).isEmpty();
        assertThat(instrumented.instrumented()).containsExactly(name);
        assertThat(Verification.problems(instrumented, compiled)).isEmpty();
        return instrumented.find(name);
    }

    private static int version(byte[] classFile, int offset) {
        return new ClassReader(classFile).readUnsignedShort(offset);
    }
}
