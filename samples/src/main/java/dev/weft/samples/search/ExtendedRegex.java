// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples.search;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Compiles an extended regular expression, as {@code grep -E} reads it, for {@link java.util.regex}.
 *
 * <p>The two agree but for bracket expressions ({@code [[:alpha:]]}, and a backslash between brackets is just one),
 * {@code \<} and {@code \>}, and a brace that begins no repetition.
 */
final class ExtendedRegex {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("space", "\\p{Space}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("xdigit", "\\p{XDigit}"));

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+(,\\d*)?|,\\d*)\\}");

    private final String regex;
    private final StringBuilder java = new StringBuilder();
    private int at;

    private ExtendedRegex(String regex) {
        this.regex = regex;
    }

    /**
     * A pattern for lines that were decoded by a charset.
     *
     * @throws PatternSyntaxException if the expression has no meaning
     */
    static Pattern compile(String regex, Charset charset) {
        // Only \n ends a line: a \r belongs to its text.
        int flags = Pattern.UNIX_LINES;
        if (charset.equals(StandardCharsets.UTF_8)) flags |= Pattern.UNICODE_CHARACTER_CLASS;
        String encoded = new String(regex.getBytes(StandardCharsets.UTF_8), charset);
        return Pattern.compile(new ExtendedRegex(encoded).translate(), flags);
    }

    private String translate() {
        while (at < regex.length()) {
            char ch = regex.charAt(at);
            if (ch == '\\') escape();
            else if (ch == '[') bracket();
            else if (ch == '{') brace();
            else {
                java.append(ch);
                at++;
            }
        }
        return java.toString();
    }

    private void escape() {
        String pair = regex.substring(at, Math.min(at + 2, regex.length()));
        switch (pair) {
            case "\\<" -> java.append("\\b(?=\\w)");
            case "\\>" -> java.append("\\b(?<=\\w)");
            default -> java.append(pair);
        }
        at += pair.length();
    }

    private void brace() {
        var repetition = REPETITION.matcher(regex).region(at, regex.length());
        if (repetition.lookingAt()) {
            java.append(repetition.group().replace("{,", "{0,"));
            at = repetition.end();
        } else {
            java.append("\\{");
            at++;
        }
    }

    private void bracket() {
        int start = at++;
        java.append('[');
        if (peek('^')) operator('^');
        boolean first = true;
        while (first || !peek(']')) {
            if (at >= regex.length()) throw new PatternSyntaxException("Unclosed bracket", regex, start);
            if (regex.startsWith("[:", at)) characterClass();
            else bracketCharacter();
            first = false;
        }
        operator(']');
    }

    private void characterClass() {
        int end = regex.indexOf(":]", at);
        String name = end < 0 ? "" : regex.substring(at + 2, end);
        String translated = CLASSES.get(name);
        if (translated == null) throw new PatternSyntaxException("Unknown character class", regex, at);
        java.append(translated);
        at = end + 2;
    }

    /** Between brackets only the range operator is special, and Java's own operators there aren't. */
    private void bracketCharacter() {
        char ch = regex.charAt(at++);
        if ("\\[]^&".indexOf(ch) >= 0) java.append('\\');
        java.append(ch);
    }

    private void operator(char ch) {
        java.append(ch);
        at++;
    }

    private boolean peek(char ch) {
        return at < regex.length() && regex.charAt(at) == ch;
    }
}
