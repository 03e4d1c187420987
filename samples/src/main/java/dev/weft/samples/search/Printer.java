// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Prints the files' matches as they come: what has gathered is written whenever nothing more is there yet. */
final class Printer {
    private static final int BLOCK = 1 << 16;

    private final Console console;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(BLOCK);
    private final LongAdder printed = new LongAdder();

    Printer(Console console) {
        this.console = console;
    }

    /** Prints one file's lines after the other's, until all are done. */
    @Fiber
    void print(Channel<Channel<byte[]>> results) throws Exception {
        for (Channel<byte[]> file = next(results); file != null; file = next(results)) {
            for (byte[] line = next(file); line != null; line = next(file)) {
                gathered.writeBytes(line);
                printed.increment();
                if (gathered.size() >= BLOCK) flush();
            }
        }
        flush();
    }

    /** How many lines have been printed so far. */
    long printed() {
        return printed.sum();
    }

    @Fiber
    private <T> @Nullable T next(Channel<T> channel) throws Exception {
        T element = channel.tryReceive();
        if (element != null) return element;
        flush();
        return channel.receiveOrNull();
    }

    @Fiber
    private void flush() throws Exception {
        if (gathered.size() == 0) return;
        byte[] bytes = gathered.toByteArray();
        gathered.reset();
        Weft.blocking(() -> console.write(bytes));
    }
}
