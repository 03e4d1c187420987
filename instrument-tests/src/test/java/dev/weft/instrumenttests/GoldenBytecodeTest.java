// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrumenttests.harness.BytecodeText;
import dev.weft.instrumenttests.harness.TargetSources;
import dev.weft.instrumenttests.harness.TargetSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is emitted for small methods is what it was. A wanted change is accepted by running this test with
 * {@code -Dweft.golden.rewrite=true} and reading the difference.
 */
class GoldenBytecodeTest {
    private static final String REWRITE = "weft.golden.rewrite";

    @ParameterizedTest
    @ValueSource(
            strings = {"nothing", "oneCall", "loop", "mixedOperands", "newBelowCall", "handler", "shadow", "pinned"})
    void fiberAndResumeEntries(String method) throws IOException {
        byte[] classFile = TargetSuite.all().get(0).instrumented().find(TargetSources.PACKAGE + ".GoldenTarget");
        assertThat(classFile).isNotNull();
        String text = BytecodeText.fiberEntries(classFile, method).replace("\r\n", "\n");
        Path file = TargetSources.moduleFolder().resolve("src/test/golden").resolve(method + ".txt");
        if (Boolean.getBoolean(REWRITE)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s; -D%s=true accepts it", file.getFileName(), REWRITE)
                .isEqualTo(Files.readString(file));
    }
}
