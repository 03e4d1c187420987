// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedRegexTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " ~ ",
            value = {
                "a|b ~ b",
                "^(foo|bar)+$ ~ foobar",
                "[[:digit:]]{2} ~ a12",
                "[^[:space:]x]$ ~ xy",
                "[]a] ~ ]",
                "[^]a] ~ b",
                "[\\w] ~ \\",
                "[\\] ~ \\",
                "[a&&b] ~ &",
                "[a[b] ~ [",
                "\\<of\\> ~ a of b",
                "f() { ~ f {",
                "x{ ~ x{",
                "xa{;} ~ xa{;}",
                "^a{,2}$ ~ aa",
                "^a{2,}$ ~ aaa",
                "^a{2}$ ~ aa",
                "a\\{2 ~ a{2",
                "^.$ ~ é",
                "\\w+ü ~ grün und ü"
            })
    void matches(String regex, String line) {
        assertThat(find(regex, line, UTF_8)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ~ ",
            value = {"[\\w] ~ a", "[a&&b] ~ c", "\\<of\\> ~ offer", "^a{,2}$ ~ aaa", "[[:upper:]] ~ abc", "[^]a] ~ ]"})
    void doesNotMatch(String regex, String line) {
        assertThat(find(regex, line, UTF_8)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "[]", "[a", "[[:nothing:]]", "[[:alpha", "a\\"})
    void badExpressionIsRefused(String regex) {
        assertThatThrownBy(() -> ExtendedRegex.compile(regex, UTF_8)).isInstanceOf(PatternSyntaxException.class);
    }

    @Test
    void carriageReturnBelongsToTheLine() {
        assertThat(find("a$", "a\r", UTF_8)).isFalse();
        assertThat(find("a.$", "a\r", UTF_8)).isTrue();
    }

    @Test
    void bytesAreTheCharactersOfAByteCharset() {
        String line = new String("é".getBytes(UTF_8), ISO_8859_1);
        assertThat(find("^..$", line, ISO_8859_1)).isTrue();
        assertThat(find("é", line, ISO_8859_1)).isTrue();
    }

    private static boolean find(String regex, String line, Charset charset) {
        return ExtendedRegex.compile(regex, charset).matcher(line).find();
    }
}
