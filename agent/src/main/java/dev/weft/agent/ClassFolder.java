// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.InstrumentationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of classes. */
final class ClassFolder implements ClassContainer {
    private final Path root;

    ClassFolder(Path root) {
        this.root = root;
    }

    @Override
    public SortedMap<String, byte[]> classFiles() throws IOException {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        for (Path file : files()) {
            String path = path(file);
            if (ClassContainer.isClassFile(path)) {
                classes.put(path, Files.readAllBytes(file));
            }
        }
        return classes;
    }

    @Override
    public void write(Map<String, byte[]> changed, Path out) throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new InstrumentationException(out + " is a file, but " + root + " is a folder");
        }
        if (!isSame(out)) {
            copyTo(out);
        }
        for (Map.Entry<String, byte[]> entry : changed.entrySet()) {
            replace(out.resolve(entry.getKey()), entry.getValue());
        }
    }

    private void copyTo(Path out) throws IOException {
        Path from = root.toRealPath();
        Path to = out.toAbsolutePath().normalize();
        if (to.startsWith(from) || from.startsWith(to)) {
            throw new InstrumentationException("one of " + root + " and " + out + " lies within the other");
        }
        Files.createDirectories(out);
        for (Path file : files()) {
            Path target = out.resolve(path(file));
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** In one step, so that a build that is killed leaves no half a class. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".weft");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isSame(Path out) throws IOException {
        return Files.exists(out) && Files.isSameFile(root, out);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private String path(Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }
}
