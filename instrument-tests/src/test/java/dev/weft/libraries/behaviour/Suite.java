// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Published tests of libraries, and those of them that are left out: some for good, since they don't tell the same story
 * twice, some in the ordinary build, because of what they cost. The stress profile runs the latter.
 */
enum Suite {
    COMMONS_COLLECTIONS4(
            List.of("guava", "guava-testlib", "failureaccess", "easymock", "objenesis", "commons-lang3", "commons-io"),
            Map.of(),
            Map.of(
                    "bloomfilter.DefaultBloomFilterTest", "4 s of hashing",
                    "map.PassiveExpiringMapTest", "sleeps for 6 s",
                    "map.LRUMapTest", "sleeps for 4 s",
                    "map.ReferenceMapTest", "waits for the collector",
                    "map.ReferenceIdentityMapTest", "waits for the collector")),
    COMMONS_CODEC(
            List.of("commons-lang3", "commons-io"),
            Map.of(),
            Map.of(
                    "digest.MessageDigestAlgorithmsTest", "19 s of digests of large inputs",
                    "digest.PureJavaCrc32Test.*", "7 s of checksums",
                    "language.bm.PhoneticEnginePerformanceTest", "8 s of the same call",
                    "language.bm.CacheSubSequencePerformanceTest", "10 s of the same call")),
    COMMONS_TEXT(
            List.of(
                    "commons-lang3",
                    "commons-io",
                    "commons-rng-simple",
                    "commons-rng-client-api",
                    "commons-rng-core",
                    "jmh-core"),
            Map.of("lookup.UrlStringLookupTest", "opens connections to the world"),
            Map.of(
                    "ExtendedMessageFormatTest", "30 s, over all locales",
                    "numbers.DoubleFormatTest", "30 s, over 10,000 random numbers a test",
                    "io.StringSubstitutorFilterReaderTest", "20 s of reading with all buffer sizes")),
    COMMONS_LANG3(
            List.of("commons-text", "easymock", "objenesis", "junit-pioneer", "jmh-core"),
            Map.of(),
            Map.of(),
            Map.of(
                    "StringUtilsTest].*:testStringUtilsCharSequenceContract",
                    "looks at all public methods of StringUtils, entries included",
                    "MethodUtilsTest].*:testGetMatchingMethod\\(",
                    "null fits the continuation of an entry too"),
            List.of("java.lang", "java.lang.reflect", "java.time", "java.time.chrono", "java.util"));

    private final List<String> needed;
    private final Map<String, String> leftOut;
    private final Map<String, String> costly;
    private final Map<String, String> notCompared;
    private final List<String> openPackages;

    Suite(List<String> needed, Map<String, String> leftOut, Map<String, String> costly) {
        this(needed, leftOut, costly, Map.of(), List.of());
    }

    Suite(
            List<String> needed,
            Map<String, String> leftOut,
            Map<String, String> costly,
            Map<String, String> notCompared,
            List<String> openPackages) {
        this.needed = needed;
        this.leftOut = leftOut;
        this.costly = costly;
        this.notCompared = notCompared;
        this.openPackages = openPackages;
    }

    /** As Maven calls the library. */
    String artifact() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The tests. */
    Path testJar() {
        return Libraries.jar(artifact() + "-tests");
    }

    /** The library, its tests, and what they need. */
    List<Path> classPath() {
        List<Path> classPath = new ArrayList<>(List.of(Libraries.jar(artifact()), testJar()));
        for (String artifact : needed) classPath.add(Libraries.jar(artifact));
        return classPath;
    }

    /** Patterns of the test classes that are never run. */
    List<String> leftOut() {
        return patterns(leftOut);
    }

    /** Patterns of the test classes that only the stress profile runs. */
    List<String> costly() {
        return patterns(costly);
    }

    /** Whether a test, by its unique id, may end as it likes: it asks for what instrumentation changes by its nature. */
    boolean isNotCompared(String id) {
        return notCompared.keySet().stream().anyMatch(name -> id.matches(".*\\." + name + ".*"));
    }

    /** Packages of java.base that the tests look into, as the library's own build allows. */
    List<String> openPackages() {
        return openPackages;
    }

    private static List<String> patterns(Map<String, String> classes) {
        return classes.keySet().stream()
                .sorted()
                .map(name -> ".*\\." + name.replaceAll("\\.(?!\\*)", "\\\\."))
                .toList();
    }

    /** What isn't run and why, for people. */
    List<String> omissions(boolean everything) {
        List<String> lines = new ArrayList<>();
        leftOut.forEach((name, reason) -> lines.add("never run: " + name + ": " + reason));
        if (!everything) costly.forEach((name, reason) -> lines.add("with -Pstress: " + name + ": " + reason));
        notCompared.forEach((name, reason) -> lines.add("not compared: " + name + ": " + reason));
        lines.sort(null);
        return lines;
    }
}
