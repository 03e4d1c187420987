// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import dev.weft.Fiber;
import dev.weft.channel.Channel;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for a pattern in files. Each file that has a match gets a channel of its own for its output lines, and is announced
 * by sending that channel; so a file's lines stay together however many files are searched at once.
 */
final class FileSearcher {
    private static final int LINES_AHEAD = 64;

    private final Pattern pattern;
    private final Charset charset;
    private final Channel<Channel<byte[]>> results;
    private final Console console;
    private final LongAdder searched = new LongAdder();

    FileSearcher(Pattern pattern, Charset charset, Channel<Channel<byte[]>> results, Console console) {
        this.pattern = pattern;
        this.charset = charset;
        this.results = results;
        this.console = console;
    }

    /** Searches what comes, until the channel is closed. Several fibers do this at once. */
    @Fiber
    void searchAll(Channel<Source> files) {
        for (Source file = files.receiveOrNull(); file != null; file = files.receiveOrNull()) {
            search(file);
            searched.increment();
        }
    }

    /** How many files have been searched so far. */
    long searched() {
        return searched.sum();
    }

    @Fiber
    private void search(Source file) {
        try (LineReader lines = new LineReader(Files.newByteChannel(file.path()))) {
            if (!lines.isBinary()) search(file, lines);
        } catch (IOException e) {
            console.problem(file, e);
        }
    }

    @Fiber
    private void search(Source file, LineReader lines) throws IOException {
        Channel<byte[]> matches = null;
        try {
            Matcher matcher = pattern.matcher("");
            for (long number = 1; lines.next(); number++) {
                if (!find(matcher.reset(lines.text(charset)), file, number)) continue;
                if (matches == null) {
                    matches = Channel.buffered(LINES_AHEAD);
                    results.send(matches);
                }
                matches.send(outputLine(file, number, lines.bytes()));
            }
        } finally {
            if (matches != null) matches.close();
        }
    }

    /** Java's matcher calls itself for some expressions, once for each character: a very long line can be too much for it. */
    @Fiber
    private boolean find(Matcher matcher, Source file, long number) {
        try {
            return matcher.find();
        } catch (StackOverflowError e) {
            console.problem(file.name() + ":" + number + ": line too long for this expression");
            return false;
        }
    }

    private static byte[] outputLine(Source file, long number, byte[] text) {
        byte[] prefix = (file.name() + ":" + number + ":").getBytes(StandardCharsets.UTF_8);
        byte[] line = new byte[prefix.length + text.length + 1];
        System.arraycopy(prefix, 0, line, 0, prefix.length);
        System.arraycopy(text, 0, line, prefix.length, text.length);
        line[line.length - 1] = '\n';
        return line;
    }
}
