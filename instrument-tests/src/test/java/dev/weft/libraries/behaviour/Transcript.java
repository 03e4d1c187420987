// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** What a {@link Program} has seen, line by line. */
public final class Transcript {
    private final List<String> lines = new ArrayList<>();

    /** Adds a line; line breaks are escaped. */
    public void line(@Nullable Object text) {
        lines.add(
                String.valueOf(text).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"));
    }

    /** Adds size and checksum of something long. */
    public void bytes(String name, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        line(name + ": " + content.length + " bytes, " + Long.toHexString(checksum.getValue()));
    }

    /** What was written so far. */
    List<String> lines() {
        return lines;
    }
}
