// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import dev.weft.Fiber;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Reads lines of bytes. They end with {@code \n}, which isn't part of them, and the last one perhaps with the file.
 *
 * <p>Opening, reading and closing a file are calls that Weft knows to block: the fiber makes them on the I/O pool.
 */
final class LineReader implements Closeable {
    private static final int BLOCK = 1 << 16;
    private static final int MAX_LINE = 1 << 26;

    private final SeekableByteChannel in;
    private byte[] buffer = new byte[BLOCK];
    private int limit; // buffer[0..limit) has been read
    private int start; // the current line is buffer[start..end)
    private int end;
    private int next; // where the line after it begins
    private boolean atEnd;

    LineReader(SeekableByteChannel in) {
        this.in = in;
    }

    /** Whether the first block holds a NUL, as text doesn't. To be called before the first line is read. */
    @Fiber
    boolean isBinary() throws IOException {
        fill();
        for (int i = 0; i < limit; i++) if (buffer[i] == 0) return true;
        return false;
    }

    /** Moves on to the next line; false when there is none. */
    @Fiber
    boolean next() throws IOException {
        start = next;
        int scanned = start;
        while (true) {
            for (int i = scanned; i < limit; i++) {
                if (buffer[i] == '\n') {
                    end = i;
                    next = i + 1;
                    return true;
                }
            }
            scanned = limit - start;
            if (atEnd) break;
            fill();
        }
        end = next = limit;
        return start < end;
    }

    /** The current line's bytes, as they stand in the file. */
    byte[] bytes() {
        return Arrays.copyOfRange(buffer, start, end);
    }

    /** The current line, decoded. */
    String text(Charset charset) {
        return new String(buffer, start, end - start, charset);
    }

    /** Drops what lies before the current line, makes room, and reads a block. */
    @Fiber
    private void fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, limit - start);
        limit -= start;
        start = 0;
        if (limit == MAX_LINE) throw new IOException("Line of more than " + MAX_LINE + " bytes");
        if (limit == buffer.length) buffer = Arrays.copyOf(buffer, 2 * limit);
        int count = in.read(ByteBuffer.wrap(buffer, limit, buffer.length - limit));
        if (count < 0) atEnd = true;
        else limit += count;
    }

    @Override
    @Fiber
    public void close() throws IOException {
        in.close();
    }
}
