// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.util.List;

/**
 * What can be seen of a run: its side effects in order, and how it ended.
 *
 * @param effects rendered side effects
 * @param end the rendered result or exception
 * @param hits how often {@code Points.hit()} was called
 */
public record Outcome(List<String> effects, String end, int hits) {

    @Override
    public String toString() {
        return String.join("\n", effects) + "\n=> " + end + "\n(" + hits + " hits)";
    }
}
