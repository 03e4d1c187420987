// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The numbered rules of a document, and the tests that name them: the name of a test begins with the number of its rule, or with
 * several, as in {@code c5Waiters…} and {@code d1AndD6A…}.
 */
final class Rules {
    private static final Pattern RULE = Pattern.compile("^- \\*\\*([A-Z]\\d+)\\*\\* ", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("([a-z]\\d+)((?:And[A-Z]\\d+)*)[A-Z].*");

    /** By letter, and then by number. */
    private static final Comparator<String> ORDER = Comparator.comparing((String rule) -> rule.charAt(0))
            .thenComparing(rule -> Integer.valueOf(rule.substring(1)));

    private final Map<String, List<Method>> tests = new TreeMap<>(ORDER);
    private final List<String> faults = new ArrayList<>();

    /**
     * Looks at a document and at tests.
     *
     * @param inEachSetting the letters of the rules that need a test in each {@link Setting}
     */
    Rules(String document, List<Class<?>> classes, String inEachSetting) {
        Matcher rule = RULE.matcher(document);
        while (rule.find()) {
            if (tests.put(rule.group(1), new ArrayList<>()) != null) faults.add(rule.group(1) + " is there twice");
        }
        for (Class<?> type : classes) {
            for (Method method : type.getDeclaredMethods()) {
                if (!AnnotationSupport.isAnnotated(method, Testable.class)) continue;
                note(method);
                if (takesASetting(method) != isInEachSetting(method))
                    faults.add(nameOf(method) + " takes a setting without the tag, or has the tag without one");
            }
        }
        tests.forEach((number, those) -> {
            if (those.isEmpty()) faults.add(number + " has no test");
            else if (inEachSetting.indexOf(number.charAt(0)) >= 0
                    && those.stream().noneMatch(Rules::isInEachSetting))
                faults.add(number + " has no test in each setting");
        });
    }

    private void note(Method method) {
        Matcher name = TEST.matcher(method.getName());
        if (!name.matches()) return;
        for (String rule : (name.group(1).toUpperCase(Locale.ROOT) + name.group(2)).split("And")) {
            List<Method> those = tests.get(rule);
            if (those == null) faults.add(rule + ", named by " + nameOf(method) + ", is no rule");
            else those.add(method);
        }
    }

    private static boolean takesASetting(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(Setting.class);
    }

    /** Only those with the tag are run under forced suspension, too. */
    private static boolean isInEachSetting(Method method) {
        return AnnotationSupport.findRepeatableAnnotations(method, Tag.class).stream()
                .anyMatch(tag -> tag.value().equals(InEachSetting.TAG));
    }

    private static String nameOf(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** What is wrong; empty if each rule has its tests, and each test its rule. */
    List<String> faults() {
        return faults;
    }

    /** Each rule with its tests, and who their actors are. */
    String matrix() {
        StringBuilder text = new StringBuilder("| rule | test | actors |\n|---|---|---|\n");
        tests.forEach((rule, those) -> those.stream()
                .sorted(Comparator.comparing(Rules::nameOf))
                .forEach(test -> text.append("| ")
                        .append(rule)
                        .append(" | ")
                        .append(nameOf(test))
                        .append(" | ")
                        .append(isInEachSetting(test) ? "each setting" : "as the test has it")
                        .append(" |\n")));
        return text.toString();
    }
}
