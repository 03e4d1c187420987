// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests.plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads on whatever thread it is called. */
public final class PlainReader {
    private PlainReader() {}

    /** Reads a few bytes into an array, by way of a direct buffer that the JDK keeps for the thread. */
    public static int read(FileChannel channel) throws IOException {
        return channel.read(ByteBuffer.allocate(10), 0);
    }
}
