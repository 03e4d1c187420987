// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import dev.weft.Fiber;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Sends the regular files below a directory to a channel. Symbolic links on the way aren't followed. */
final class Walker {
    private final Channel<Source> files;
    private final Console console;

    Walker(Channel<Source> files, Console console) {
        this.files = files;
        this.console = console;
    }

    /** Walks a directory, or takes a file, that the user has named. */
    @Fiber
    void walk(Source root) throws Exception {
        boolean isDirectory;
        try {
            if (root.name().isEmpty()) throw new NoSuchFileException("");
            isDirectory =
                    Files.readAttributes(root.path(), BasicFileAttributes.class).isDirectory();
        } catch (IOException e) {
            console.problem(root, e);
            return;
        }
        if (isDirectory) descend(root);
        else files.send(root);
    }

    @Fiber
    private void descend(Source directory) throws Exception {
        Listing listing = Weft.blocking(() -> list(directory));
        for (Source file : listing.files) files.send(file);
        for (Source child : listing.directories) descend(child);
    }

    /** Reads a directory, as far as it can be read. Not a fiber method: all of it runs on the I/O pool. */
    private Listing list(Source directory) {
        Listing listing = new Listing(new ArrayList<>(), new ArrayList<>());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.path())) {
            for (Path entry : entries) {
                Source source = directory.child(entry);
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) listing.directories.add(source);
                else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) listing.files.add(source);
            }
        } catch (DirectoryIteratorException e) {
            console.problem(directory, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            console.problem(directory, e);
        }
        return listing;
    }

    private record Listing(List<Source> files, List<Source> directories) {}
}
