// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the instrumenter did, and writes it class by class.
 *
 * <pre>
 * com.acme.Feed: 3 methods, 5 suspension points
 *     method  com.acme.Feed.&lt;init&gt;()V  line 12  constructor
 *     method  com.acme.Feed.next()V  line 38  instrumented  5 suspension points
 *     pinned  com.acme.Feed.next()V  line 41  while a monitor is held  calls dev.weft.channel.Channel.receive ...
 * com.acme.Odd: failed
 *     failed  com.acme.Odd  parse()V  java.lang.IllegalStateException: ...
 * methods: 1 instrumented, 1 constructor
 * pinned: 1 while a monitor is held
 * total: 1 class instrumented, 3 methods, 5 suspension points, 1 pinned, 1 failed
 * </pre>
 *
 * <p>Two spaces stand between the fields of a line. Tools rely on this form; docs/tools.md has it for users.
 *
 * <p>Safe for use by many threads. A report that is written while classes still come is true for some moment.
 */
public final class Report implements Listener {
    private final Map<String, Entry> classes = new ConcurrentSkipListMap<>();

    /** What became of one class. A class name that several loaders define has one entry. */
    private static final class Entry {
        final Set<PinnedSite> pinned = new ConcurrentSkipListSet<>();
        final Set<String> failures = new ConcurrentSkipListSet<>();
        volatile @Nullable Counts counts;
        volatile List<MethodOutcome> methods = List.of();
    }

    private record Counts(int methods, int suspensionPoints) {}

    @Override
    public void instrumented(String className, int methods, int suspensionPoints) {
        entry(className).counts = new Counts(methods, suspensionPoints);
    }

    @Override
    public void methods(String className, List<MethodOutcome> outcomes) {
        entry(className).methods = List.copyOf(outcomes);
    }

    @Override
    public void pinned(PinnedSite site) {
        entry(site.className()).pinned.add(site);
    }

    @Override
    public void failed(String className, @Nullable String method, Throwable problem) {
        entry(className).failures.add(oneLine((method == null ? "" : method + "  ") + text(problem)));
    }

    private Entry entry(String className) {
        return classes.computeIfAbsent(className, name -> new Entry());
    }

    /** How much was done, in numbers. */
    public Summary summary() {
        int instrumented = 0;
        int methods = 0;
        int suspensionPoints = 0;
        int pinned = 0;
        int failed = 0;
        for (Entry entry : classes.values()) {
            Counts counts = entry.counts;
            if (counts != null) {
                instrumented++;
                methods += counts.methods;
                suspensionPoints += counts.suspensionPoints;
            }
            pinned += entry.pinned.size();
            failed += entry.failures.isEmpty() ? 0 : 1;
        }
        return new Summary(instrumented, methods, suspensionPoints, pinned, failed);
    }

    /** Everything that pins, class by class. */
    public List<PinnedSite> pinned() {
        return classes.values().stream().flatMap(entry -> entry.pinned.stream()).toList();
    }

    /** What pins, for people: a line each, but no more than {@code limit} and one that counts the rest. */
    public List<String> pinnedLines(int limit) {
        List<PinnedSite> sites = pinned();
        List<String> lines = new ArrayList<>();
        sites.stream().limit(limit).forEach(site -> lines.add(site.toString()));
        if (sites.size() > limit) {
            lines.add("and " + (sites.size() - limit) + " more methods and calls pin; a report file names them all");
        }
        return lines;
    }

    /** Everything that failed, class by class, a line each. */
    public List<String> failures() {
        List<String> lines = new ArrayList<>();
        classes.forEach((name, entry) -> entry.failures.forEach(failure -> lines.add(name + ": " + failure)));
        return lines;
    }

    /** The whole report as text, each line ended by a newline. */
    public String text() {
        StringBuilder text = new StringBuilder();
        classes.forEach((name, entry) -> append(text, name, entry));
        appendCounts(text, "methods: ", methodCounts());
        appendCounts(text, "pinned: ", pinnedCounts());
        return text.append("total: ").append(summary()).append('\n').toString();
    }

    /** How many methods there are of each kind, in the order of {@link MethodOutcome.Status}. */
    private Map<String, Integer> methodCounts() {
        Map<MethodOutcome.Status, Integer> counts = new EnumMap<>(MethodOutcome.Status.class);
        for (Entry entry : classes.values()) {
            for (MethodOutcome method : entry.methods) counts.merge(method.status(), 1, Integer::sum);
        }
        Map<String, Integer> byText = new LinkedHashMap<>();
        counts.forEach((status, count) -> byText.put(status.text(), count));
        return byText;
    }

    /** How many sites pin for each reason, in the order of {@link PinReason}. */
    private Map<String, Integer> pinnedCounts() {
        Map<PinReason, Integer> counts = new EnumMap<>(PinReason.class);
        for (PinnedSite site : pinned()) counts.merge(site.reason(), 1, Integer::sum);
        Map<String, Integer> byText = new LinkedHashMap<>();
        counts.forEach((reason, count) -> byText.put(reason.text(), count));
        return byText;
    }

    private static void appendCounts(StringBuilder text, String title, Map<String, Integer> counts) {
        if (counts.isEmpty()) return;
        text.append(title);
        String separator = "";
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            text.append(separator).append(count.getValue()).append(' ').append(count.getKey());
            separator = ", ";
        }
        text.append('\n');
    }

    private static void append(StringBuilder text, String name, Entry entry) {
        Counts counts = entry.counts;
        text.append(name).append(": ");
        if (counts != null) {
            text.append(count(counts.methods, "method"))
                    .append(", ")
                    .append(count(counts.suspensionPoints, "suspension point"));
        } else {
            text.append(entry.failures.isEmpty() ? "not changed" : "failed");
        }
        text.append('\n');
        for (MethodOutcome m : entry.methods) {
            String what = m.status().text();
            append(text, "method", name + '.' + m.method() + m.descriptor(), m.line(), what, m.detail());
        }
        for (PinnedSite site : entry.pinned) {
            String what = site.reason().text();
            append(text, "pinned", name + '.' + site.method() + site.descriptor(), site.line(), what, site.detail());
        }
        for (String failure : entry.failures) {
            text.append("    failed  ")
                    .append(name)
                    .append("  ")
                    .append(failure)
                    .append('\n');
        }
    }

    private static void append(StringBuilder text, String kind, String method, int line, String what, String detail) {
        text.append("    ").append(kind).append("  ").append(method).append("  line ");
        text.append(line > 0 ? Integer.toString(line) : "?").append("  ").append(what);
        if (!detail.isEmpty()) text.append("  ").append(oneLine(detail));
        text.append('\n');
    }

    /** Ours say it all; of others the name of the exception is half of what they tell. */
    private static String text(Throwable problem) {
        String message = problem.getMessage();
        return problem instanceof InstrumentationException && message != null ? message : problem.toString();
    }

    /** A message may have several lines, an entry of the report has one. */
    private static String oneLine(String text) {
        return text.replace('\n', ' ').replace('\r', ' ');
    }

    /**
     * Writes the report, in place of what the file held; missing folders are made.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public void writeTo(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + file + ": " + e, e);
        }
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /**
     * A report in numbers.
     *
     * @param instrumented classes that were changed
     * @param methods methods with a fiber entry
     * @param suspensionPoints calls that may suspend
     * @param pinned methods and calls that block their carrier
     * @param failed classes that could not be instrumented
     */
    public record Summary(int instrumented, int methods, int suspensionPoints, int pinned, int failed) {
        /** The line at the end of a report. */
        @Override
        public String toString() {
            return (instrumented == 1 ? "1 class" : instrumented + " classes") + " instrumented, "
                    + count(methods, "method") + ", "
                    + count(suspensionPoints, "suspension point") + ", " + pinned + " pinned, " + failed + " failed";
        }
    }
}
