// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import java.nio.file.Path;

/**
 * A file or directory to search.
 *
 * @param path where it is
 * @param name how it is shown: the directory as it was given, then the way down from there
 */
record Source(Path path, String name) {
    /** A directory as the user has written it. Of several slashes at its end one is kept. */
    static Source of(String directory) {
        return new Source(Path.of(directory), directory.replaceFirst("(?<=/)/+$", ""));
    }

    Source child(Path path) {
        String separator = name.endsWith("/") ? "" : "/";
        return new Source(path, name + separator + path.getFileName());
    }
}
