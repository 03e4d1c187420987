// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.instrument.MethodOutcome.Status;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private final Report report = new Report();

    @Test
    void classesStandInOrderWithWhatPinsAndFails() {
        report.instrumented("com.acme.Zoo", 1, 1);
        report.failed("com.acme.Odd", "parse()V", new IllegalStateException("no\nframe"));
        report.pinned(new PinnedSite("com.acme.Feed", "next", "()V", 41, PinReason.SYNCHRONIZED, "Channel.receive"));
        report.pinned(new PinnedSite("com.acme.Feed", "init", "()V", 0, PinReason.NATIVE, ""));
        report.instrumented("com.acme.Feed", 3, 5);
        report.methods(
                "com.acme.Feed",
                List.of(
                        new MethodOutcome("<init>", "()V", 12, Status.CONSTRUCTOR, ""),
                        new MethodOutcome("next", "()V", 38, Status.INSTRUMENTED, "5 suspension points"),
                        new MethodOutcome("init", "()V", 0, Status.PINNED, "native method")));

        assertThat(report.text()).isEqualTo("""
                        com.acme.Feed: 3 methods, 5 suspension points
                            method  com.acme.Feed.<init>()V  line 12  constructor
                            method  com.acme.Feed.next()V  line 38  instrumented  5 suspension points
                            method  com.acme.Feed.init()V  line ?  pinned  native method
                            pinned  com.acme.Feed.init()V  line ?  native method
                            pinned  com.acme.Feed.next()V  line 41  while a monitor is held  Channel.receive
                        com.acme.Odd: failed
                            failed  com.acme.Odd  parse()V  java.lang.IllegalStateException: no frame
                        com.acme.Zoo: 1 method, 1 suspension point
                        methods: 1 instrumented, 1 pinned, 1 constructor
                        pinned: 1 while a monitor is held, 1 native method
                        total: 2 classes instrumented, 4 methods, 6 suspension points, 2 pinned, 1 failed
                        """);
        assertThat(report.failures())
                .containsExactly("com.acme.Odd: parse()V  java.lang.IllegalStateException: no frame");
    }

    @Test
    void aSiteThatIsReportedTwiceIsCountedOnce() {
        PinnedSite site = new PinnedSite("com.acme.Feed", "next", "()V", 41, PinReason.SYNCHRONIZED, "x");
        report.pinned(site);
        report.pinned(site);
        assertThat(report.pinned()).containsExactly(site);
        assertThat(report.text()).startsWith("com.acme.Feed: not changed\n");
    }

    @Test
    void linesOfWhatPinsAreLimited() {
        for (int line = 1; line <= 3; line++) {
            report.pinned(new PinnedSite("com.acme.Feed", "next", "()V", line, PinReason.NATIVE, ""));
        }
        assertThat(report.pinnedLines(3)).hasSize(3);
        assertThat(report.pinnedLines(1))
                .containsExactly(
                        "com.acme.Feed.next:1 pins: native method",
                        "and 2 more methods and calls pin; a report file names them all");
    }

    @Test
    void anEmptyReportSaysSo() {
        assertThat(report.text())
                .isEqualTo("total: 0 classes instrumented, 0 methods, 0 suspension points, 0 pinned, 0 failed\n");
    }

    @Test
    void writingMakesFoldersAndReplacesTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a/b/weft.txt");
        report.writeTo(file);
        report.instrumented("com.acme.Feed", 1, 1);
        report.writeTo(file);
        assertThat(Files.readString(file)).isEqualTo(report.text()).contains("1 class instrumented, 1 method, ");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> report.writeTo(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.toString());
    }
}
