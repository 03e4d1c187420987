// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.programs;

import dev.weft.libraries.behaviour.Program;
import dev.weft.libraries.behaviour.Transcript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.jar.JarArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.CompressorInputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.deflate.DeflateCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Round trips through the archive formats and compressors that need no other library. */
public final class CompressProgram implements Program {
    private static final int STEP = 1000;

    private final Map<String, byte[]> files = new TreeMap<>();

    @Override
    public void run(Transcript out) throws Exception {
        makeFiles();
        for (String format : List.of("zip", "tar", "jar", "cpio", "ar")) archive(out, format);
        sevenZ(out);
        for (String format : List.of("gz", "bzip2", "deflate", "lz4-block", "lz4-framed", "snappy-framed", "xz")) {
            for (Map.Entry<String, byte[]> file : files.entrySet())
                compress(out, format, file.getKey(), file.getValue());
        }
        broken(out);
    }

    private void makeFiles() {
        Random random = new Random(4);
        byte[] noise = new byte[4_000];
        random.nextBytes(noise);
        files.put("noise.bin", noise);
        files.put("byte", new byte[1]);
        StringBuilder text = new StringBuilder();
        while (text.length() < 12_000)
            text.append("line ").append(random.nextInt(50)).append(" of text\n");
        files.put("text.txt", text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] runs = new byte[9_000];
        for (int i = 0; i < runs.length; ) {
            int end = Math.min(runs.length, i + 1 + random.nextInt(700));
            Arrays.fill(runs, i, end, (byte) random.nextInt(4));
            i = end;
        }
        files.put("runs.bin", runs);
    }

    private void archive(Transcript out, String format) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArchiveOutputStream<ArchiveEntry> archive =
                new ArchiveStreamFactory("UTF-8").createArchiveOutputStream(format, bytes)) {
            OutputStream stream = archive; // so typed, it may be one of a format's own
            if (stream instanceof TarArchiveOutputStream tar)
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                archive.putArchiveEntry(entry(format, file.getKey(), file.getValue().length));
                archive.write(file.getValue());
                archive.closeArchiveEntry();
            }
            archive.finish();
        }
        out.bytes(format, bytes.toByteArray());
        try (ArchiveInputStream<?> archive = new ArchiveStreamFactory("UTF-8")
                .createArchiveInputStream(format, new ByteArrayInputStream(bytes.toByteArray()))) {
            for (ArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                byte[] content = archive.readAllBytes();
                out.line(format + " " + entry.getName() + " " + content.length + " "
                        + Arrays.equals(content, files.get(entry.getName())));
            }
        }
        if (format.equals("zip")) {
            try (ZipFile zip = ZipFile.builder()
                    .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes.toByteArray()))
                    .get()) {
                for (ZipArchiveEntry entry : java.util.Collections.list(zip.getEntries())) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        out.line(entry.getName() + " " + Long.toHexString(entry.getCrc()) + " "
                                + Long.toHexString(crc(in.readAllBytes())));
                    }
                }
            }
        }
    }

    private static ArchiveEntry entry(String format, String name, int size) {
        switch (format) {
            case "zip":
                ZipArchiveEntry zip = new ZipArchiveEntry(name);
                zip.setTime(1_000_000_000_000L);
                return zip;
            case "jar":
                JarArchiveEntry jar = new JarArchiveEntry(name);
                jar.setTime(1_000_000_000_000L);
                return jar;
            case "tar":
                TarArchiveEntry tar = new TarArchiveEntry(name);
                tar.setSize(size);
                tar.setModTime(1_000_000_000_000L);
                return tar;
            case "cpio":
                CpioArchiveEntry cpio = new CpioArchiveEntry(name, size);
                cpio.setTime(1_000_000_000L);
                return cpio;
            default:
                return new ArArchiveEntry(name, size, 0, 0, 0644, 1_000_000_000L);
        }
    }

    private void sevenZ(Transcript out) throws IOException {
        for (SevenZMethod method : List.of(SevenZMethod.COPY, SevenZMethod.DEFLATE, SevenZMethod.BZIP2)) {
            SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
            try (SevenZOutputFile archive = new SevenZOutputFile(channel)) {
                archive.setContentCompression(method);
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    SevenZArchiveEntry entry = new SevenZArchiveEntry();
                    entry.setName(file.getKey());
                    archive.putArchiveEntry(entry);
                    archive.write(file.getValue());
                    archive.closeArchiveEntry();
                }
            }
            byte[] bytes = Arrays.copyOf(channel.array(), (int) channel.size());
            out.bytes("7z " + method, bytes);
            try (SevenZFile archive = SevenZFile.builder()
                    .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                    .get()) {
                for (SevenZArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                    byte[] content = new byte[(int) entry.getSize()];
                    int read = 0;
                    while (read < content.length) read += archive.read(content, read, content.length - read);
                    out.line(entry.getName() + " " + Arrays.equals(content, files.get(entry.getName())));
                }
            }
        }
    }

    /** By their own types, since a call by {@code OutputStream} reaches a plain entry. */
    private static byte[] compressed(String format, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        switch (format) {
            case "gz":
                try (GzipCompressorOutputStream gz = new GzipCompressorOutputStream(bytes)) {
                    for (int i = 0; i < content.length; i += STEP)
                        gz.write(content, i, Math.min(STEP, content.length - i));
                }
                break;
            case "bzip2":
                try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(bytes)) {
                    for (int i = 0; i < content.length; i += STEP)
                        bzip2.write(content, i, Math.min(STEP, content.length - i));
                }
                break;
            case "deflate":
                try (DeflateCompressorOutputStream deflate = new DeflateCompressorOutputStream(bytes)) {
                    for (int i = 0; i < content.length; i += STEP)
                        deflate.write(content, i, Math.min(STEP, content.length - i));
                }
                break;
            case "lz4-block":
                try (BlockLZ4CompressorOutputStream lz4 = new BlockLZ4CompressorOutputStream(bytes)) {
                    for (int i = 0; i < content.length; i += STEP)
                        lz4.write(content, i, Math.min(STEP, content.length - i));
                }
                break;
            case "lz4-framed":
                try (FramedLZ4CompressorOutputStream lz4 = new FramedLZ4CompressorOutputStream(bytes)) {
                    for (int i = 0; i < content.length; i += STEP)
                        lz4.write(content, i, Math.min(STEP, content.length - i));
                }
                break;
            case "snappy-framed":
                try (FramedSnappyCompressorOutputStream snappy = new FramedSnappyCompressorOutputStream(bytes)) {
                    for (int i = 0; i < content.length; i += STEP)
                        snappy.write(content, i, Math.min(STEP, content.length - i));
                }
                break;
            default:
                try (XZCompressorOutputStream xz = new XZCompressorOutputStream(bytes)) {
                    for (int i = 0; i < content.length; i += STEP)
                        xz.write(content, i, Math.min(STEP, content.length - i));
                }
                break;
        }
        return bytes.toByteArray();
    }

    private static void compress(Transcript out, String format, String name, byte[] content) throws Exception {
        byte[] bytes = compressed(format, content);
        out.bytes(name + " as " + format, bytes);
        CompressorStreamFactory factory = new CompressorStreamFactory(true);
        try (CompressorInputStream in = factory.createCompressorInputStream(format, new ByteArrayInputStream(bytes))) {
            out.line(Arrays.equals(in.readAllBytes(), content));
        }
        if (format.equals("bzip2")) bytewise(out, bytes);
    }

    private static void bytewise(Transcript out, byte[] bytes) throws IOException {
        int sum = 0;
        try (BZip2CompressorInputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(bytes))) {
            for (int b = in.read(); b >= 0; b = in.read()) sum = sum * 31 + b;
        }
        out.line("byte by byte " + sum);
    }

    /** Archives cut off at some place. */
    private void broken(Transcript out) throws Exception {
        byte[] bytes = compressed("bzip2", files.get("text.txt"));
        for (int length = 0; length < bytes.length; length += 97) {
            try (BZip2CompressorInputStream in =
                    new BZip2CompressorInputStream(new ByteArrayInputStream(bytes, 0, length))) {
                out.line(in.readAllBytes().length);
            } catch (Exception e) {
                out.line(length + " " + e);
            }
        }
    }

    private static long crc(byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return checksum.getValue();
    }
}
