// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.instrument.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.junit.jupiter.api.Test;

class ConstantPoolScanTest {
    private static final Configuration DEFAULT = Configuration.builder().build();

    @Test
    void classesOfTheJdkAreDismissed() throws IOException {
        Classifier classifier =
                new Classifier(DEFAULT, CompiledSources.compile().locator());
        for (Class<?> type :
                List.of(Object.class, String.class, java.util.HashMap.class, java.util.stream.Stream.class)) {
            assertThat(classifier.isRelevant(bytes(type))).as(type.getName()).isFalse();
        }
    }

    @Test
    void everyKindOfConstantIsPassedOver() {
        CompiledSources c = CompiledSources.compile("""
                package p;
                class A {
                    static final long L = 1L << 40;
                    static final double D = 1e300;
                    static final float F = 1e30f;
                    static final int I = 1 << 30;
                    Object o(int i) { Runnable r = () -> {}; return "s" + i + r + String.class + L + D + F + I; }
                    @dev.weft.Fiber void last() {}
                }
                class B extends A { void last() {} }
                class C { Object o = new A(); }
                """);
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        assertThat(classifier.isRelevant(c.bytes("p.A"))).isTrue();
        assertThat(classifier.isRelevant(c.bytes("p.B"))).isTrue();
        assertThat(classifier.isRelevant(c.bytes("p.C"))).isFalse();
    }

    @Test
    void supertypesAreFoundAtAnyHeightAndUnderAnyName() {
        CompiledSources c = CompiledSources.compile(
                "package p; interface Ä { @dev.weft.Fiber void f(); }",
                "package p; interface 漢 extends Ä { }",
                "package p; abstract class X implements Runnable, 漢 { }",
                "package p; class Y extends X { public void f() {} public void run() {} }");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        assertThat(classifier.isRelevant(c.bytes("p.Y"))).isTrue();
        assertThat(classifier.isRelevant(c.bytes("p.漢"))).isTrue();
    }

    @Test
    void packagesAreIncludedAndExcluded() {
        CompiledSources c = CompiledSources.compile("package p.q; class A { }");
        byte[] a = c.bytes("p.q.A");
        assertThat(new Classifier(DEFAULT, c.locator()).isRelevant(a)).isFalse();
        Configuration included = Configuration.builder().include("p.**").build();
        assertThat(new Classifier(included, c.locator()).isRelevant(a)).isTrue();
        Configuration excluded =
                Configuration.builder().include("p.**").exclude("p.q.*").build();
        assertThat(new Classifier(excluded, c.locator()).isRelevant(a)).isFalse();
    }

    @Test
    void aClassThatNobodyCanFindCountsForItsSubclassesOnceItIsDefined() {
        CompiledSources c = CompiledSources.compile(
                "package p; class Generated { @dev.weft.Fiber void f() {} }",
                "package p; class Sub extends Generated { void f() {} }");
        ClassFileLocator nothing = ClassFileLocator.NoOp.INSTANCE;
        ClassInfoCache ofBuild = new ClassInfoCache(nothing);
        ClassInfoCache ofLoader = ClassInfoCache.ofLoader(nothing, nothing);
        for (ClassInfoCache cache : List.of(ofBuild, ofLoader)) {
            assertThat(new Classifier(DEFAULT, cache).isRelevant(c.bytes("p.Generated")))
                    .isTrue();
        }
        assertThat(new Classifier(DEFAULT, ofBuild).isRelevant(c.bytes("p.Sub")))
                .isFalse();
        assertThat(new Classifier(DEFAULT, ofLoader).isRelevant(c.bytes("p.Sub")))
                .isTrue();
    }

    @Test
    void fiberEntriesAreToldByTheLastParameter() {
        String continuation = "package dev.weft.abi; public class Continuation {}";
        CompiledSources c = CompiledSources.compile(
                continuation,
                "package p; class A { void f(int i, dev.weft.abi.Continuation c) {} }",
                "package p; class B { dev.weft.abi.Continuation c; void f(dev.weft.abi.Continuation c, int i) {} }");
        assertThat(new ConstantPoolScan(c.bytes("p.A")).namesFiberEntry()).isTrue();
        assertThat(new ConstantPoolScan(c.bytes("p.B")).namesFiberEntry()).isFalse();
    }

    @Test
    void damagedFilesAreRefusedInPlainWords() {
        byte[] whole = CompiledSources.compile("package p; class A { int f() { return 1; } }")
                .bytes("p.A");
        assertThatThrownBy(() -> new ConstantPoolScan("no class".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CAFEBABE");
        for (int length = 0; length < 40; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> new ConstantPoolScan(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a class file");
        }
        byte[] oddTag = whole.clone();
        oddTag[10] = 99;
        assertThatThrownBy(() -> new ConstantPoolScan(oddTag)).hasMessageContaining("constant 1 has tag 99");
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            if (in == null) throw new AssertionError(type);
            return in.readAllBytes();
        }
    }
}
