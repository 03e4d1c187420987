// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the tests of one run ended, containers included.
 *
 * @param byId by JUnit's unique id
 * @param suspensions how often fibers were suspended and resumed meanwhile
 */
record SuiteOutcomes(Map<String, Outcome> byId, long suspensions) {
    private static final Pattern TEST_CLASS = Pattern.compile("\\[class:([^\\]]+)\\]");

    /**
     * How a test ended.
     *
     * @param status {@code SUCCESSFUL}, {@code FAILED}, {@code ABORTED} or {@code SKIPPED}
     * @param millis how long it took
     * @param problem what was thrown, or empty
     */
    record Outcome(String status, long millis, String problem) {
        boolean isAs(@Nullable Outcome other) {
            return other != null && status.equals(other.status) && problem.equals(other.problem);
        }

        @Override
        public String toString() {
            return problem.isEmpty() ? status : status + " " + problem;
        }
    }

    /** Writes the count of suspensions, then a line for each test. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder().append(suspensions).append('\n');
        byId.forEach((id, outcome) -> text.append(id)
                .append('\t')
                .append(outcome.status)
                .append('\t')
                .append(outcome.millis)
                .append('\t')
                .append(outcome.problem)
                .append('\n'));
        Files.writeString(file, text);
    }

    /** Reads what {@link #write} has written. */
    static SuiteOutcomes read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<String, Outcome> outcomes = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", 4);
            outcomes.put(fields[0], new Outcome(fields[1], Long.parseLong(fields[2]), fields[3]));
        }
        return new SuiteOutcomes(outcomes, Long.parseLong(lines.get(0)));
    }

    /** What ended differently, by id: both outcomes. */
    Map<String, String> differences(SuiteOutcomes other) {
        Map<String, String> found = new TreeMap<>();
        TreeSet<String> ids = new TreeSet<>(byId.keySet());
        ids.addAll(other.byId.keySet());
        for (String id : ids) {
            Outcome here = byId.get(id);
            Outcome there = other.byId.get(id);
            if (here == null || !here.isAs(there)) {
                found.put(
                        id,
                        Objects.requireNonNullElse(here, "absent") + "  |  "
                                + Objects.requireNonNullElse(there, "absent"));
            }
        }
        return found;
    }

    /** How many ended this way. */
    long count(String status) {
        return byId.values().stream().filter(o -> o.status.equals(status)).count();
    }

    /** The classes that took longest, with milliseconds. */
    List<String> slowest(int count) {
        List<Map.Entry<String, Outcome>> classes = new ArrayList<>();
        for (Map.Entry<String, Outcome> entry : byId.entrySet()) {
            if (entry.getKey().contains("/[class:")
                    && entry.getKey().lastIndexOf("/[class:") == entry.getKey().lastIndexOf("/[")) classes.add(entry);
        }
        classes.sort((a, b) -> Long.compare(b.getValue().millis, a.getValue().millis));
        List<String> text = new ArrayList<>();
        for (Map.Entry<String, Outcome> entry : classes.subList(0, Math.min(count, classes.size()))) {
            Matcher matcher = TEST_CLASS.matcher(entry.getKey());
            text.add((matcher.find() ? matcher.group(1) : entry.getKey()) + " " + entry.getValue().millis + " ms");
        }
        return text;
    }
}
