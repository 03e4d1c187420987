// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An {@link EchoServer} in a process of its own, by the same JVM and collector as this one, which is its load: how many messages a
 * second it sends back, and what connections take that do nothing.
 */
final class Sockets {
    private static final int CONNECTIONS = 1_000;
    private static final int ROUND_TRIPS = 200;
    private static final int IDLE_CONNECTIONS = 10_000;
    private static final long SETTLE_MILLIS = 2_000;

    private Sockets() {}

    static List<Figure> echo() throws Exception {
        Process server = start();
        try {
            InetSocketAddress address = address(server);
            return List.of(Measure.perSecond("echo", "req/s", (long) CONNECTIONS * ROUND_TRIPS, () -> {
                try (EchoClients clients = new EchoClients(address, CONNECTIONS)) {
                    long start = System.nanoTime();
                    clients.roundTrips(ROUND_TRIPS);
                    return System.nanoTime() - start;
                }
            }));
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** One sample for each process. */
    static List<Figure> idle() throws Exception {
        Process server = start();
        try {
            InetSocketAddress address = address(server);
            double before = status(server, "VmRSS");
            try (EchoClients clients = new EchoClients(address, IDLE_CONNECTIONS)) {
                clients.roundTrips(1); // so that each of them is known to be served
                Thread.sleep(SETTLE_MILLIS);
                double resident = status(server, "VmRSS");
                return List.of(
                        Figure.of("idle.rss", "MB", resident / 1024),
                        Figure.of("idle.rss-per-conn", "B", (resident - before) * 1024 / IDLE_CONNECTIONS),
                        Figure.of("idle.threads", "n", status(server, "Threads")),
                        Figure.of("idle.weft-threads", "n", weftThreads(server)));
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-Xm")) command.add(option);
        }
        command.add("-Xmx4g");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EchoServer.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static InetSocketAddress address(Process server) throws IOException {
        BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
        String port = output.readLine();
        if (port == null) throw new IOException("the server has ended before it had a port");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.strip()));
    }

    /** A number that the system tells of a process. */
    private static double status(Process process, String key) throws IOException {
        Path file = Path.of("/proc", String.valueOf(process.pid()), "status");
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(key + ":")) return Long.parseLong(line.replaceAll("\\D", ""));
        }
        throw new IOException(file + " has no " + key);
    }

    /** How many of a process's threads are the runtime's own, by their names. */
    private static double weftThreads(Process process) throws IOException {
        int count = 0;
        try (var tasks = Files.newDirectoryStream(Path.of("/proc", String.valueOf(process.pid()), "task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).startsWith("weft")) count++;
            }
        }
        return count;
    }
}
