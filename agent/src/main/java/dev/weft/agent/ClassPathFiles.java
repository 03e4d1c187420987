// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * Class files on the class path of the JVM, read from its folders and jars; what isn't found so is left to the loader.
 *
 * <p>The system class loader looks for every resource in all modules of the JDK first, which takes longer than all the rest that
 * an idle agent does. It also looks at classes on the boot class path first, and here those come last. So this may
 * decide which classes are worth a closer look, and no more.
 */
final class ClassPathFiles implements ClassFileLocator {
    /*
     * Ordering: the list is written once, and an element opens its file under its own lock. A jar is open in the class
     * loader as well, and the JDK lets both share what it has read of it.
     */

    private final List<Element> elements = new ArrayList<>();
    private final ClassFileLocator others;

    /**
     * The elements of a class path.
     *
     * @param others is asked for what isn't there
     */
    ClassPathFiles(String classPath, ClassFileLocator others) {
        this.others = others;
        for (String element : classPath.split(File.pathSeparator, -1)) elements.add(new Element(new File(element)));
        if (elements.size() == 1) addClassPathOfManifest(elements.get(0));
    }

    /** {@code java -jar}. */
    private void addClassPathOfManifest(Element only) {
        String more = only.classPathOfManifest();
        if (more == null) return;
        for (String relative : more.trim().split("\\s+")) {
            File file = resolved(only.file, relative);
            if (file != null) elements.add(new Element(file));
        }
    }

    private static @Nullable File resolved(File base, String relative) {
        try {
            return new File(base.toURI().resolve(relative));
        } catch (IllegalArgumentException e) {
            return null; // not a file, or no URL at all: what is there is left to the loader
        }
    }

    @Override
    public Resolution locate(String name) throws IOException {
        String path = name.replace('.', '/').concat(".class");
        for (Element element : elements) {
            byte[] found = element.read(path);
            if (found != null) return new Resolution.Explicit(found);
        }
        return others.locate(name);
    }

    @Override
    public void close() {}

    /** A folder or a jar; what is neither has no files, as for the JVM. */
    private static final class Element {
        final File file;
        private boolean opened;
        private boolean isFolder;
        private @Nullable JarFile jar;

        Element(File file) {
            this.file = file;
        }

        byte @Nullable [] read(String path) throws IOException {
            JarFile archive = open();
            if (isFolder) {
                File found = new File(file, path);
                return found.isFile() ? Files.readAllBytes(found.toPath()) : null;
            }
            ZipEntry entry = archive == null ? null : archive.getEntry(path);
            if (archive == null || entry == null) return null;
            try (InputStream in = archive.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }

        private synchronized @Nullable JarFile open() {
            if (opened) return jar;
            opened = true;
            isFolder = file.isDirectory();
            if (isFolder || !file.isFile()) return null;
            try {
                jar = new JarFile(file, false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
            } catch (IOException e) {
                jar = null; // no jar: the loader skips it too
            }
            return jar;
        }

        @Nullable
        String classPathOfManifest() {
            try {
                JarFile archive = open();
                Manifest manifest = archive == null ? null : archive.getManifest();
                return manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            } catch (IOException e) {
                return null; // the loader will say so
            }
        }
    }
}
