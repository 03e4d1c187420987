// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesIT {
    @ParameterizedTest
    @EnumSource
    void sievePrintsPrimes(Way way) throws Exception {
        Outcome outcome = run(way, "Sieve", "10");
        assertThat(outcome).isEqualTo(new Outcome(0, "2\n3\n5\n7\n11\n13\n17\n19\n23\n29\n", ""));
    }

    @ParameterizedTest
    @EnumSource
    void skynetPrintsItsSum(Way way) throws Exception {
        assertThat(run(way, "Skynet")).isEqualTo(new Outcome(0, "499999500000\n", ""));
    }

    @ParameterizedTest
    @EnumSource
    void pingPongPlaysItsRounds(Way way) throws Exception {
        Outcome outcome = run(way, "PingPong", "1000");
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).matches("1000 rounds, \\d+ ns each\n");
    }

    @ParameterizedTest
    @EnumSource
    void quotesOfAllSourcesArePrinted(Way way) throws Exception {
        Outcome outcome = run(way, "Quotes", "60000");
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output()).endsWith("\nall is said\n");
        assertThat(outcome.sortedLines()).hasSize(16).contains("quick 1", "quick 5", "steady 5", "slow 5");
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotReadIsThrownOutOfTheChat(Way way) throws Exception {
        assertThat(run(way, "Chat", "5", "20"))
                .isEqualTo(new Outcome(
                        0, "thrown out: sleeper\n5 members have read 100 lines each, all in the same order\n", ""));
    }

    @ParameterizedTest
    @EnumSource
    void noMoneyGetsLostInTheBank(Way way) throws Exception {
        Outcome outcome = run(way, "Bank", "100", "200");
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.status()).isZero();
        assertThat(outcome.output()).matches("transfers: \\d+, .*\naudits: [1-9]\\d*, with a wrong sum: 0\n");
    }

    @ParameterizedTest
    @EnumSource
    void theCrawlerFindsEachPageOnceAndKeepsItsLimits(Way way) throws Exception {
        Outcome outcome = run(way, "crawler.Crawler", "100", "4");
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output())
                .matches("pages: 100, dead links: 1, left alone: 100\n"
                        + "seen by the site: [1-4] requests at once, intrusions: 0\n");
    }

    @ParameterizedTest
    @EnumSource
    void aThousandFibersShareTenConnections(Way way) throws Exception {
        Outcome outcome = run(way, "Jdbc");
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.output())
                .matches("transfers: [1-9]\\d*, not made for want of money: \\d+\nsum of all accounts: 100000\n");
        assertThat(outcome.status()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:nonsense:x, No suitable driver",
        "jdbc:h2:file:./missing/x;IFEXISTS=TRUE, Database \"",
        "jdbc:postgresql://localhost:1/x, Connection to localhost:1 refused"
    })
    void aDatabaseThatCannotBeUsedIsToldInOneLine(String url, String message) throws Exception {
        Outcome outcome = run(Way.BUILD_TIME, "Jdbc", url);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).startsWith("jdbc: " + message).hasLineCount(1);
    }

    @ParameterizedTest
    @EnumSource
    void pipelineDigestsATree(Way way, @TempDir Path tree) throws Exception {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            Path file = Files.createDirectories(tree.resolve("d" + i % 7)).resolve("file" + i);
            byte[] content = ("line\n".repeat(i * 1000) + i).getBytes(UTF_8);
            Files.write(file, content);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            wanted.put(file.toString(), HexFormat.of().formatHex(digest));
        }
        Files.createSymbolicLink(tree.resolve("link"), tree);
        StringBuilder lines = new StringBuilder();
        wanted.forEach((file, digest) -> lines.append(digest + "  " + file + "\n"));
        assertThat(run(way, "Pipeline", tree.toString(), "8")).isEqualTo(new Outcome(0, lines.toString(), ""));
    }

    @ParameterizedTest
    @EnumSource
    void pipelineStopsAtTheFirstError(Way way, @TempDir Path tree) throws Exception {
        String missing = tree.resolve("missing").toString();
        assertThat(run(way, "Pipeline", missing))
                .isEqualTo(new Outcome(1, "", "pipeline: " + missing + ": No such file or directory\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "Sieve, 0, N must be a number from 1 to 2147483647",
        "Sieve, many, 'N must be a number from 1 to 2147483647, not many'",
        "PingPong, -1, ROUNDS must be a number",
        "Skynet, 5, usage: samples/run skynet",
        "search.Search, x, usage: samples/run search REGEX DIR"
    })
    void wrongArgumentsEndWithStatus2(String sample, String argument, String message) throws Exception {
        Outcome outcome = run(Way.BUILD_TIME, sample, argument);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.errors()).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sieve",
                "PingPong",
                "Quotes",
                "Chat",
                "Bank",
                "crawler.Crawler",
                "Jdbc",
                "Pipeline",
                "Skynet",
                "search.Search"
            })
    void helpIsGiven(String sample) throws Exception {
        Outcome outcome = run(Way.BUILD_TIME, sample, "--help");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.output()).startsWith("usage: samples/run ");
    }

    @Test
    void missingArgumentIsToldFromUsage() throws Exception {
        assertThat(run(Way.BUILD_TIME, "Sieve").errors()).startsWith("usage: samples/run sieve N\n");
    }

    private static Outcome run(Way way, String sample, String... args) throws Exception {
        return Outcome.of(way.sample(List.of(), sample, args));
    }
}
