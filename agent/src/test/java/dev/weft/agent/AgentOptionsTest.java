// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.OnError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void nothingGivenMeansDefaults(String text) {
        AgentOptions options = AgentOptions.parse(text);
        assertThat(options.include()).isEmpty();
        assertThat(options.exclude()).isEmpty();
        assertThat(options.report()).isNull();
        assertThat(options.dump()).isNull();
        assertThat(options.onError()).isEqualTo(OnError.PIN);
        assertThat(options.help()).isFalse();
    }

    @Test
    void everyOptionIsRead() {
        AgentOptions options = AgentOptions.parse("include=com.acme.**:org.corp.Feed,exclude=com.acme.ui.*,"
                + "report=out/weft.txt,onError=fail,dump=d,help,include=x.*");
        assertThat(options.include()).containsExactly("com.acme.**", "org.corp.Feed", "x.*");
        assertThat(options.exclude()).containsExactly("com.acme.ui.*");
        assertThat(options.report()).isEqualTo(Path.of("out/weft.txt"));
        assertThat(options.dump()).isEqualTo(Path.of("d"));
        assertThat(options.onError()).isEqualTo(OnError.FAIL);
        assertThat(options.help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo=1|unknown option 'foo'; the options are include, exclude, report, onError, loopPolls, creations, catalogue, dump, help",
                "include=a.*,|unknown option ''",
                "include|option 'include' needs class patterns",
                "report=|option 'report' needs a file",
                "onError=ignore|onError is 'fail' or 'pin', not 'ignore'",
                "report=a,report=b|option 'report' is given twice",
                "include=com.acme.*x|'com.acme.*x' names no classes",
            })
    void wrongOptionsAreNamedWithTheValidOnes(String text, String message) {
        assertThatThrownBy(() -> AgentOptions.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void usageNamesEveryOption() {
        for (String option : new String[] {"include=", "exclude=", "report=", "onError=", "dump=", "help"}) {
            assertThat(AgentOptions.USAGE).contains("\n  " + option);
        }
    }

    @Test
    void forwardersAreCheckedForOnlyAfterALateAttach() {
        AgentOptions options = AgentOptions.parse("include=com.acme.**,onError=fail");
        Configuration early = options.configuration(true, false);
        assertThat(early.forwarderChecks()).isFalse();
        assertThat(early.forcedSuspension()).isTrue();
        assertThat(early.onError()).isEqualTo(OnError.FAIL);
        assertThat(early.isFiberPackage("com/acme/Foo")).isTrue();
        assertThat(options.configuration(false, true).forwarderChecks()).isTrue();
    }
}
