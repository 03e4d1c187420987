// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.internal.fiber.Pinning;
import dev.weft.internal.fiber.Pinning.PinReason;
import dev.weft.internal.fiber.Pinning.PinnedAt;
import dev.weft.runtimetests.plain.Monitors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fibers that block their carrier in ways that Weft can't see beforehand: others go on at parallelism 1, and the place is named. */
@Timeout(60)
class BlockedCarrierTest {
    @TempDir
    Path folder;

    private static PinnedAt reportOf(Queue<PinnedAt> reports, String method) {
        Watchdog.await(
                "the report of " + method,
                () -> reports.stream().anyMatch(r -> r.method().contains(method)),
                reports::toString);
        return reports.stream()
                .filter(r -> r.method().contains(method))
                .findFirst()
                .orElseThrow();
    }

    @Fiber
    private static void othersGoOn() {
        for (int i = 0; i < 100; i++) Weft.go(() -> Weft.yield()).join();
    }

    @Test
    void f6OthersGoOnWhileAFiberWaitsForAMonitorAndThePlaceIsReported() {
        Queue<PinnedAt> reports = new ConcurrentLinkedQueue<>();
        Runnable end = Pinning.listen(reports::add);
        Object monitor = new Object();
        try (World world = new World(1)) {
            synchronized (monitor) {
                Routine<?> blocked = world.run(() -> Weft.go(() -> Monitors.enter(monitor)));
                world.run(() -> othersGoOn());
                PinnedAt site = reportOf(reports, "enter");
                assertThat(site.reason()).isEqualTo(PinReason.BLOCKED);
                assertThat(site.className()).isEqualTo(Monitors.class.getName());
                assertThat(site.line()).isPositive();
                assertThat(site.toString()).contains("below a call that isn't known to block: a monitor");
                assertThat(blocked.state()).isEqualTo(Routine.State.RUNNABLE);
            }
        } finally {
            end.run();
        }
    }

    @Test
    void f6OthersGoOnWhileAFiberWaitsInObjectWait() {
        Queue<PinnedAt> reports = new ConcurrentLinkedQueue<>();
        Runnable end = Pinning.listen(reports::add);
        try (World world = new World(1)) {
            int[] place = new int[1];
            Routine<?> blocked = world.run(() -> Weft.go(() -> Monitors.awaitFirst(place)));
            world.run(() -> othersGoOn());
            assertThat(reportOf(reports, "awaitFirst").callee()).isEqualTo("java.lang.Object.wait");
            Monitors.putFirst(place);
            blocked.join();
        } finally {
            end.run();
        }
    }

    @Test
    void recordingsHaveCallsWaitsAndCompensations() throws IOException {
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                World world = new World(1)) {
            recording.enable("dev.weft.BlockingCall").withThreshold(Duration.ZERO);
            recording.enable("dev.weft.Pinned").withThreshold(Duration.ZERO);
            recording.enable("dev.weft.Compensation");
            recording.start();
            world.run(() -> {
                Weft.blocking(() -> Thread.sleep(5));
                List.of(50).forEach(i -> Weft.sleep(i, TimeUnit.MILLISECONDS));
            });
            recording.stop();
            Path file = folder.resolve("recording.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }
        RecordedEvent call = event(events, "dev.weft.BlockingCall");
        assertThat(call.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(4));
        assertThat(call.getString("fiber")).isEqualTo("Fiber[main]");
        assertThat(call.getString("pool")).isEqualTo("test-io");
        assertThat(event(events, "dev.weft.Pinned").getString("fiber")).isEqualTo("Fiber[main]");
        assertThat(event(events, "dev.weft.Compensation").getString("carrier")).startsWith("test-1-");
    }

    private static RecordedEvent event(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(e -> e.getEventType().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + events));
    }

    /** Run in a JVM that has no module but java.base. */
    static final class WithoutModules {
        private WithoutModules() {}

        public static void main(String[] args) throws Exception {
            int sum = Weft.<Integer>run(() -> Weft.blocking(() -> {
                Thread.sleep(5);
                return 1;
            }));
            System.out.print(
                    sum + " " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
        }
    }

    @Test
    void itWorksWithoutTheModuleOfFlightRecorder() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.base",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutModules.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).isEqualTo("1 false");
    }
}
