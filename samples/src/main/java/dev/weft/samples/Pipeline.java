// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import dev.weft.Fiber;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.sync.Group;
import dev.weft.sync.WaitGroup;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Digests a tree of files, a bounded number of them at a time, and stops at the first error.
 *
 * <p>Three stages with channels between them, after "Go Concurrency Patterns: Pipelines and cancellation" (Sameer Ajmani, 2014).
 * There each stage listens to a channel that is closed when all are to stop; here a {@link Group} cancels the fibers of all stages.
 */
public final class Pipeline {
    private static final String USAGE = """
            usage: samples/run pipeline DIR [AT_ONCE]

            Prints the SHA-256 digest of each file below DIR and its path, sorted by path, as sha256sum does. Reads
            AT_ONCE files at once (default: 20). Symbolic links are passed over. At the first file that can't be read
            everything stops: nothing is printed but the reason, and the exit status is 1.
            """;

    private static final String DEFAULT_AT_ONCE = "20";
    private static final int FAILED = 1;
    private static final int BUFFER_SIZE = 1 << 16;

    private record Digest(Path file, String hex) {}

    private final Channel<Path> files = Channel.rendezvous();
    private final Channel<Digest> digests = Channel.rendezvous();
    private final WaitGroup digesters = new WaitGroup();
    private final Group stages = new Group();

    private Pipeline() {}

    /**
     * The program.
     *
     * @param args the directory, and how many files to read at once, or nothing
     */
    public static void main(String[] args) {
        CommandLine.check(args, 1, 2, USAGE);
        Path root = Path.of(args[0]);
        int atOnce = CommandLine.positive("AT_ONCE", args.length > 1 ? args[1] : DEFAULT_AT_ONCE);
        try {
            SortedMap<Path, String> digests = Weft.run(() -> new Pipeline().digest(root, atOnce));
            digests.forEach((file, hex) -> System.out.println(hex + "  " + file));
        } catch (RoutineFailedException e) {
            if (!(e.getCause() instanceof IOException problem)) throw e;
            System.err.println("pipeline: " + reason(problem));
            System.exit(FAILED);
        }
    }

    /** The stages; this fiber collects what the last one sends. */
    @Fiber
    private SortedMap<Path, String> digest(Path root, int atOnce) throws Exception {
        stages.go(() -> walkAll(root));
        digesters.add(atOnce);
        for (int i = 0; i < atOnce; i++) stages.go(() -> digestAll());
        stages.go(() -> closeAfterDigesters());
        SortedMap<Path, String> all = new TreeMap<>();
        digests.forEach(digest -> all.put(digest.file, digest.hex));
        stages.await(); // throws what has stopped the stages, if anything has
        return all;
    }

    @Fiber
    private void walkAll(Path root) throws Exception {
        try {
            walk(root);
        } finally {
            files.close();
        }
    }

    @Fiber
    private void walk(Path directory) throws Exception {
        for (Path entry : Weft.blocking(() -> list(directory))) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) walk(entry);
            else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) files.send(entry);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Fiber
    private void digestAll() throws Exception {
        try {
            for (Path file = files.receiveOrNull(); file != null; file = files.receiveOrNull()) {
                digests.send(new Digest(file, digest(file)));
            }
        } finally {
            digesters.done();
        }
    }

    /** Reads on the I/O pool, to which the calls of the stream go by themselves, and computes on the carriers. */
    @Fiber
    private static String digest(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[BUFFER_SIZE];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) sha256.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Fiber
    private void closeAfterDigesters() {
        try {
            digesters.await();
        } finally {
            digests.close(); // also if the stages are cancelled: the collector is not, and must not wait for ever
        }
    }

    private static String reason(IOException problem) {
        if (problem instanceof NoSuchFileException) return problem.getMessage() + ": No such file or directory";
        if (problem instanceof AccessDeniedException) return problem.getMessage() + ": Permission denied";
        return String.valueOf(problem.getMessage());
    }
}
