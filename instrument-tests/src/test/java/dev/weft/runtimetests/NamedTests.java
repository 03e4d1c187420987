// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of tests, to look up what documents name as {@code `XTest.method`}. */
record NamedTests(Map<String, Path> files) {
    private static final Pattern NAME = Pattern.compile("`(\\w+(?:Test|Contract|IT|Stress)\\.\\w+)`");

    /** Those in some folders. */
    static NamedTests in(List<Path> folders) throws IOException {
        Map<String, Path> files = new HashMap<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> files.put(file.getFileName().toString().replace(".java", ""), file));
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
        List<String> missing = new java.util.ArrayList<>();
        for (String name : named(text)) {
            int dot = name.indexOf('.');
            Path file = files.get(name.substring(0, dot));
            Pattern member = Pattern.compile("\\b(?:void|class) " + name.substring(dot + 1) + "\\b");
            if (file == null || !member.matcher(Files.readString(file)).find()) missing.add(name);
        }
        return missing;
    }
}
