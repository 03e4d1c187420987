// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of tests, by the names of their classes, to look up what documents name as {@code `XTest.method`}. */
record NamedTests(Map<String, List<Path>> files) {
    private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|Contract|IT|Stress)\\.\\w+)`");

    /** Those in some folders. */
    static NamedTests in(List<Path> folders) throws IOException {
        Map<String, List<Path>> files = new HashMap<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> files.computeIfAbsent(
                                        file.getFileName().toString().replace(".java", ""), n -> new ArrayList<>())
                                .add(file));
            }
        }
        return new NamedTests(files);
    }

    /** The names in a text. */
    static List<String> named(String text) {
        return NAME.matcher(text).results().map(name -> name.group(1)).toList();
    }

    /** Those names in a text that aren't those of a method, or of a class in a class. */
    List<String> missing(String text) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : named(text)) {
            if (!isThere(name)) missing.add(name);
        }
        return missing;
    }

    private boolean isThere(String name) throws IOException {
        int dot = name.indexOf('.');
        Pattern member = Pattern.compile("\\b(?:void|class) " + name.substring(dot + 1) + "\\b");
        for (Path file : files.getOrDefault(name.substring(0, dot), List.of())) {
            if (member.matcher(Files.readString(file)).find()) return true;
        }
        return false;
    }
}
