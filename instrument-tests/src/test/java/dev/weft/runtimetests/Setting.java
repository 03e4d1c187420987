// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import java.util.List;
import java.util.stream.Stream;

/** Who the actors of a test are. */
enum Setting {
    /** Fibers on one carrier. */
    FIBERS_ON_ONE_CARRIER(1),
    /** Fibers on two carriers. */
    FIBERS_ON_TWO_CARRIERS(2),
    /** Fibers on eight carriers. */
    FIBERS(8),
    /** Platform threads. */
    THREADS(1),
    /** Virtual threads. */
    VIRTUAL_THREADS(1),
    /** All of them by turns, the fibers on two carriers. */
    MIXED(2);

    private final int parallelism;

    Setting(int parallelism) {
        this.parallelism = parallelism;
    }

    /** How many carriers there are, also for fibers that the test starts besides. */
    int parallelism() {
        return parallelism;
    }

    /** Those that this JVM can do. */
    static List<Setting> all() {
        return Stream.of(values())
                .filter(s -> s != VIRTUAL_THREADS || ThreadActor.HAS_VIRTUAL_THREADS)
                .toList();
    }
}
