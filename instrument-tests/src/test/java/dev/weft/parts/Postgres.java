// SPDX-License-Identifier: Apache-2.0
package dev.weft.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server on this machine's loopback, with a new database that is gone afterwards. */
final class Postgres {
    /** To be read by whoever runs the tests where there is no server. */
    static final String MISSING = "NOT TESTED: there is no PostgreSQL below /usr/lib/postgresql."
            + " Install Debian's package postgresql, or postgresql-15, to have the tests of JDBC run with a real server.";

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final List<String> UNPRIVILEGED = List.of("postgres", "nobody");
    private static final int START_SECONDS = 60;

    private final Path folder;
    private final Path binaries;
    private final List<String> asUser;
    private final int port;

    private Postgres(Path binaries) throws IOException, InterruptedException {
        this.binaries = binaries;
        folder = Files.createTempDirectory("weft-postgres");
        asUser = System.getProperty("user.name").equals("root") ? asOwner(folder) : List.of();
        port = freePort();
        String data = folder.resolve("data").toString();
        run("initdb", "-D", data, "-U", "weft", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
                + " -c max_connections=40 -c shared_buffers=16MB -c dynamic_shared_memory_type=mmap";
        String log = folder.resolve("log").toString();
        run("pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", String.valueOf(START_SECONDS), "start");
    }

    /** The server's programs, of the newest version; empty if none is installed. */
    static Optional<Path> installed() {
        if (!Files.isDirectory(INSTALLED)) return Optional.empty();
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(v -> v.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("pg_ctl")))
                    .max(Comparator.comparing(
                            bin -> bin.getParent().getFileName().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Postgres start(Path binaries) throws IOException, InterruptedException {
        Postgres server = new Postgres(binaries);
        Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
        return server;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=weft";
    }

    /** PostgreSQL refuses to run as root. */
    private static List<String> asOwner(Path folder) throws IOException {
        for (String user : UNPRIVILEGED) {
            try {
                UserPrincipal owner =
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
                Files.setOwner(folder, owner);
                return List.of("runuser", "-u", user, "--");
            } catch (UserPrincipalNotFoundException e) {
                // the next one
            }
        }
        throw new IOException("there is no user to run PostgreSQL as, of " + UNPRIVILEGED);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(asUser);
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("weft-postgres", ".txt"); // a pipe would be kept open by the server
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2 * START_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
            if (process.waitFor() != 0) throw new IOException(program + ": " + Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }

    /** May have been done before. */
    private void kill() {
        try {
            if (Files.exists(folder.resolve("data"))) stop();
        } catch (IOException | InterruptedException e) {
            System.err.println("the PostgreSQL server on port " + port + " wasn't stopped: " + e);
        }
    }

    /** Ends the server at once, and leaves nothing behind. */
    void stop() throws IOException, InterruptedException {
        run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "-w", "stop");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) Files.delete(file);
    }
}
