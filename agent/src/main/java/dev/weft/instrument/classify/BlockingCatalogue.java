// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The calls that are known to block their thread on something outside the JVM.
 *
 * <p>The standard one is the file {@code blocking-calls.txt} beside this class, which says how it is written.
 */
public final class BlockingCatalogue {
    private static final String STANDARD = "blocking-calls.txt";

    private final Map<String, Set<String>> methods; // by internal name of the class: names, or names with descriptors

    private BlockingCatalogue(Map<String, Set<String>> methods) {
        this.methods = methods;
    }

    /** The catalogue that comes with Weft. */
    public static BlockingCatalogue standard() {
        return Standard.CATALOGUE;
    }

    /**
     * Reads a catalogue.
     *
     * @param text as {@code blocking-calls.txt} is written
     * @throws IOException if reading fails, or if a line isn't a class with methods
     */
    public static BlockingCatalogue read(Reader text) throws IOException {
        Map<String, Set<String>> methods = new HashMap<>();
        BufferedReader lines = new BufferedReader(text);
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) continue;
            int end = content.indexOf(' ');
            String owner = end < 0 ? content : content.substring(0, end).replace('.', '/');
            Set<String> names =
                    end < 0 ? Set.of() : Set.of(content.substring(end).strip().split("\\s+"));
            if (names.isEmpty() || methods.put(owner, names) != null)
                throw new IOException("line " + number + ": a class with its methods, once: " + content);
        }
        return new BlockingCatalogue(Map.copyOf(methods));
    }

    /**
     * Is a call of this method, as an instruction names it, known to block?
     *
     * @param owner internal name
     * @param name the method's name
     * @param descriptor its descriptor
     */
    public boolean isBlocking(String owner, String name, String descriptor) {
        Set<String> names = methods.get(owner);
        return names != null && (names.contains(name) || names.contains(name + descriptor));
    }

    private static final class Standard {
        static final BlockingCatalogue CATALOGUE = load();

        private static BlockingCatalogue load() {
            try (InputStream in = BlockingCatalogue.class.getResourceAsStream(STANDARD)) {
                if (in == null) throw new IllegalStateException(STANDARD + " isn't beside BlockingCatalogue");
                return read(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
