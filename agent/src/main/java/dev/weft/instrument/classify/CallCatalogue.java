// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which methods and constructors of the JDK fiber code calls in a way of its own, and in which.
 *
 * <p>The standard one is the file {@code catalogue.txt} beside this class, which says how it is written.
 */
public final class CallCatalogue {
    private static final String STANDARD = "catalogue.txt";
    private static final String ARROW = "->";

    /** What becomes of a call. */
    public enum Treatment {
        /** Of a constructor, or of a static factory: what is made is of a class that fibers wait for. */
        CREATE,
        /** The substitute is called, a fiber method. */
        FIBER,
        /** As {@link #FIBER}, also where the call names a class that implements the interface, in whatever way. */
        LOCK,
        /** The call is made by a thread of the I/O pool. */
        IO,
        /** As {@link #IO}, unless the receiver is known to keep all of its data in memory. */
        STREAM,
        /** It stays as it is, and blocks the carrier. */
        PIN;

        /** Whether a call may suspend the fiber, though it names no fiber method. */
        public boolean maySuspend() {
            return this == FIBER || this == LOCK || this == IO || this == STREAM;
        }
    }

    /**
     * What becomes of a call.
     *
     * @param treatment how it is treated
     * @param substitute internal name of the class that has the substitute, null if there is none
     */
    public record Entry(Treatment treatment, @Nullable String substitute) {}

    private static final Entry IN_POOL = new Entry(Treatment.IO, null);

    private final Map<String, String> created = new HashMap<>(); // internal names
    private final Map<String, Map<String, Entry>> methods =
            new HashMap<>(); // by owner, and by name, or name and descriptor
    private final Set<String> substituted = new HashSet<>(); // names of the methods that have substitutes

    private CallCatalogue() {}

    /** The catalogue that comes with Weft. */
    public static CallCatalogue standard() {
        return Standard.CATALOGUE;
    }

    /** The standard catalogue's text. */
    public static String standardText() {
        try (InputStream in = CallCatalogue.class.getResourceAsStream(STANDARD)) {
            if (in == null) throw new IllegalStateException(STANDARD + " isn't beside CallCatalogue");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a catalogue.
     *
     * @param text as {@code catalogue.txt} is written
     * @throws IOException if reading fails, or if a line is malformed
     */
    public static CallCatalogue read(Reader text) throws IOException {
        return new CallCatalogue().with(text);
    }

    /**
     * This catalogue and another one, whose lines go before.
     *
     * @param text as {@code catalogue.txt} is written
     * @return a new one
     * @throws IOException if reading fails, or if a line is malformed
     */
    public CallCatalogue with(Reader text) throws IOException {
        CallCatalogue catalogue = new CallCatalogue();
        catalogue.created.putAll(created);
        methods.forEach((owner, entries) -> catalogue.methods.put(owner, new HashMap<>(entries)));
        catalogue.substituted.addAll(substituted);
        Set<String> seen = new HashSet<>();
        BufferedReader lines = new BufferedReader(text);
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#")) continue;
            try {
                catalogue.add(content, seen);
            } catch (IllegalArgumentException e) {
                throw new IOException("line " + number + ": " + e.getMessage() + ": " + content);
            }
        }
        return catalogue;
    }

    private void add(String line, Set<String> seen) {
        String substitute = null;
        int arrow = line.indexOf(ARROW);
        if (arrow >= 0) {
            substitute = line.substring(arrow + ARROW.length()).strip().replace('.', '/');
            line = line.substring(0, arrow);
        }
        String[] words = line.strip().split("\\s+");
        Treatment treatment = treatment(words[0]);
        if (words.length < 2) throw new IllegalArgumentException("the class is missing");
        boolean isSubstituted =
                treatment == Treatment.CREATE || treatment == Treatment.FIBER || treatment == Treatment.LOCK;
        if (isSubstituted != (substitute != null))
            throw new IllegalArgumentException("create, fiber and lock have a class behind ->, the others have none");
        if (treatment != Treatment.CREATE && words.length == 2)
            throw new IllegalArgumentException("methods stand behind the class");
        String owner = words[1].replace('.', '/');
        if (words.length == 2 && substitute != null) {
            if (!seen.add(owner)) throw new IllegalArgumentException("the class stands there twice");
            created.put(owner, substitute);
            return;
        }
        Entry entry = treatment == Treatment.IO ? IN_POOL : new Entry(treatment, substitute);
        Map<String, Entry> ofOwner = methods.computeIfAbsent(owner, o -> new HashMap<>());
        for (int i = 2; i < words.length; i++) {
            if (!seen.add(owner + '#' + words[i])) throw new IllegalArgumentException(words[i] + " stands there twice");
            ofOwner.put(words[i], entry);
            int descriptor = words[i].indexOf('(');
            if (isSubstituted && treatment != Treatment.CREATE)
                substituted.add(descriptor < 0 ? words[i] : words[i].substring(0, descriptor));
        }
    }

    private static Treatment treatment(String word) {
        for (Treatment t : Treatment.values()) {
            if (t.name().toLowerCase(Locale.ROOT).equals(word)) return t;
        }
        throw new IllegalArgumentException("a line begins with create, fiber, lock, io, stream or pin");
    }

    /**
     * The standard catalogue and what a file adds to it.
     *
     * @param file as {@code catalogue.txt} is written; its lines go before
     * @throws IllegalArgumentException if it can't be read, or if a line is malformed; the message says which
     */
    public static CallCatalogue withFile(Path file) {
        try (Reader text = Files.newBufferedReader(file)) {
            return standard().with(text);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("catalogue " + file + ": no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("catalogue " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * What becomes of a call of this method, as an instruction names it?
     *
     * @param owner internal name
     * @param name the method's name
     * @param descriptor its descriptor
     * @return null if it isn't in the catalogue
     */
    public @Nullable Entry find(String owner, String name, String descriptor) {
        Map<String, Entry> ofOwner = methods.get(owner);
        if (ofOwner == null) return null;
        Entry entry = ofOwner.get(name);
        return entry == null ? ofOwner.get(name.concat(descriptor)) : entry;
    }

    /**
     * May a call of this method, as an instruction names it, suspend a fiber? Asks the catalogue alone.
     *
     * @param owner internal name
     * @param name the method's name
     * @param descriptor its descriptor
     */
    public boolean maySuspend(String owner, String name, String descriptor) {
        Entry entry = find(owner, name, descriptor);
        return entry != null && entry.treatment.maySuspend();
    }

    /** Has any method of this name a substitute? */
    boolean hasSubstitute(String name) {
        return substituted.contains(name);
    }

    /**
     * The class whose objects are created in place of another's.
     *
     * @param type internal name
     * @return internal name, null if there is none
     */
    public @Nullable String createdFor(String type) {
        return created.get(type);
    }

    private static final class Standard {
        static final CallCatalogue CATALOGUE = load();

        private static CallCatalogue load() {
            try (InputStream in = CallCatalogue.class.getResourceAsStream(STANDARD)) {
                if (in == null) throw new IllegalStateException(STANDARD + " isn't beside CallCatalogue");
                return read(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
