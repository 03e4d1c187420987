// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.InstrumentationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A jar. Its entries keep their order, dates and compression.
 *
 * <p>A signature would not fit the changed classes, so it is left out, with a warning; the digests in the manifest go with
 * it. A jar without changes is copied byte by byte, signature and all.
 */
final class ClassJar implements ClassContainer {
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/(SIG-[^/]*|[^/]*\\.(SF|RSA|DSA|EC))");

    private final Path file;
    private final Consumer<String> warnings;

    ClassJar(Path file, Consumer<String> warnings) {
        this.file = file;
        this.warnings = warnings;
    }

    @Override
    public SortedMap<String, byte[]> classFiles() throws IOException {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        try (ZipFile jar = open()) {
            for (ZipEntry entry : entries(jar)) {
                if (!entry.isDirectory() && ClassContainer.isClassFile(entry.getName())) {
                    classes.put(entry.getName(), bytes(jar, entry));
                }
            }
        }
        return classes;
    }

    @Override
    public void write(Map<String, byte[]> changed, Path out) throws IOException {
        if (Files.isDirectory(out)) {
            throw new InstrumentationException(out + " is a folder, but " + file + " is a jar");
        }
        Path folder = out.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        if (changed.isEmpty()) {
            if (!Files.exists(out) || !Files.isSameFile(file, out)) {
                Files.copy(file, out, StandardCopyOption.REPLACE_EXISTING);
            }
            return;
        }
        Path fresh =
                out.resolveSibling(out.getFileName() + ".weft"); // no temporary file: those are for their owner only
        try {
            try (ZipFile jar = open();
                    OutputStream bytes = Files.newOutputStream(fresh);
                    ZipOutputStream copy = new ZipOutputStream(bytes)) {
                copy(jar, changed, copy);
            }
            Files.move(fresh, out, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void copy(ZipFile jar, Map<String, byte[]> changed, ZipOutputStream copy) throws IOException {
        List<? extends ZipEntry> entries = entries(jar);
        boolean signed = entries.stream().anyMatch(ClassJar::isSignature);
        if (signed) {
            warnings.accept(file + " is signed; the signature is dropped, since it would not fit the changed classes");
        }
        for (ZipEntry entry : entries) {
            if (signed && isSignature(entry)) {
                continue;
            }
            byte[] bytes = changed.get(entry.getName());
            if (bytes == null) {
                bytes = bytes(jar, entry);
                if (signed && entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
                    bytes = withoutDigests(bytes);
                }
            }
            put(copy, entry, bytes);
        }
    }

    private static void put(ZipOutputStream copy, ZipEntry original, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(original);
        entry.setCompressedSize(-1);
        entry.setSize(bytes.length);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        copy.putNextEntry(entry);
        copy.write(bytes);
        copy.closeEntry();
    }

    private static boolean isSignature(ZipEntry entry) {
        return SIGNATURE.matcher(entry.getName().toUpperCase(Locale.ROOT)).matches();
    }

    private static byte[] withoutDigests(byte[] bytes) throws IOException {
        Manifest manifest = new Manifest(new java.io.ByteArrayInputStream(bytes));
        for (Attributes attributes : manifest.getEntries().values()) {
            attributes
                    .keySet()
                    .removeIf(name -> name.toString().toUpperCase(Locale.ROOT).contains("-DIGEST"));
        }
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }

    private ZipFile open() throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new InstrumentationException(file + " is neither a folder nor a jar: " + e.getMessage(), e);
        }
    }

    private static List<? extends ZipEntry> entries(ZipFile jar) {
        return Collections.list(jar.entries());
    }

    private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
        return jar.getInputStream(entry).readAllBytes();
    }
}
