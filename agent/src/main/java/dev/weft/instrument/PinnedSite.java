// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import java.util.Comparator;

/**
 * A method, or a call in one, that blocks its carrier instead of suspending the fiber.
 *
 * @param className the class, in its source form ({@code com.acme.Foo})
 * @param method the name of the method that contains the site
 * @param descriptor the descriptor of that method
 * @param line the source line, or 0 if it is unknown
 * @param reason why it pins
 * @param detail what is concerned, for instance the method that is called; may be empty
 */
public record PinnedSite(String className, String method, String descriptor, int line, PinReason reason, String detail)
        implements Comparable<PinnedSite> {

    private static final Comparator<PinnedSite> ORDER = Comparator.comparing(PinnedSite::className)
            .thenComparing(PinnedSite::line)
            .thenComparing(PinnedSite::method)
            .thenComparing(PinnedSite::descriptor)
            .thenComparing(PinnedSite::reason)
            .thenComparing(PinnedSite::detail);

    /** By class and line. */
    @Override
    public int compareTo(PinnedSite other) {
        return ORDER.compare(this, other);
    }

    /** One line for people: {@code com.acme.Foo.bar:12 pins while a monitor is held (com.acme.Queue.take)}. */
    @Override
    public String toString() {
        String where = className + '.' + method + (line > 0 ? ":" + line : "");
        return where + " pins: " + reason.text() + (detail.isEmpty() ? "" : " (" + detail + ')');
    }
}
