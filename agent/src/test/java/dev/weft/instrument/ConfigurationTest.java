// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.**, com/acme/Foo, true",
        "com.acme.**, com/acme/deep/er/Foo, true",
        "com.acme.**, com/acmes/Foo, false",
        "com.acme.*, com/acme/Foo, true",
        "com.acme.*, com/acme/deep/Foo, false",
        "com.acme.Foo, com/acme/Foo, true",
        "com.acme.Foo, com/acme/Foo$Bar$1, true",
        "com.acme.Foo, com/acme/Fool, false",
        "**, com/acme/Foo, true",
        "**, Unnamed, true",
        "*, Unnamed, true",
        "*, com/acme/Foo, false",
        "Unnamed, Unnamed, true",
    })
    void patternsMatchWholeNames(String pattern, String internalName, boolean expected) {
        assertThat(Configuration.builder().include(pattern).build().isFiberPackage(internalName))
                .isEqualTo(expected);
        assertThat(Configuration.builder().exclude(pattern).build().isExcluded(internalName))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "com.acme.", "com.acme**", "com.*.Foo", "com..acme", "com/acme/Foo", "***", "a b"})
    void malformedPatternsAreRejectedWithTheFormsThatExist(String pattern) {
        assertThatThrownBy(() -> Configuration.builder().include(pattern).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pattern + "'")
                .hasMessageContaining("com.acme.**");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java/util/List",
                "javax/net/SocketFactory",
                "jdk/internal/misc/Unsafe",
                "org/w3c/dom/Node",
                "dev/weft/Weft",
                "dev/weft/abi/Continuation",
                "dev/weft/channel/Channel",
                "dev/weft/internal/fiber/Fiber"
            })
    void jdkAndRuntimeAreNeverFiberPackages(String internalName) {
        assertThat(Configuration.builder().include("**").build().isFiberPackage(internalName))
                .isFalse();
    }

    @Test
    void excludeWinsOverInclude() {
        Configuration configuration = Configuration.builder()
                .include("com.acme.**")
                .exclude("com.acme.ui.**")
                .build();
        assertThat(configuration.isFiberPackage("com/acme/Foo")).isTrue();
        assertThat(configuration.isFiberPackage("com/acme/ui/Foo")).isFalse();
    }

    @Test
    void defaultsFailAndCheckForwarders() {
        Configuration configuration = Configuration.builder().build();
        assertThat(configuration.onError()).isEqualTo(OnError.FAIL);
        assertThat(configuration.forwarderChecks()).isTrue();
        assertThat(configuration.forcedSuspension()).isFalse();
        assertThat(configuration.isFiberPackage("com/acme/Foo")).isFalse();
    }
}
