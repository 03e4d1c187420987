// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import java.util.List;
import java.util.stream.Stream;

/** Who the actors of a test are. */
enum Setting {
    /** Fibers on one carrier. */
    FIBERS_ON_ONE_CARRIER,
    /** Fibers on four carriers. */
    FIBERS,
    /** Platform threads. */
    THREADS,
    /** Virtual threads. */
    VIRTUAL_THREADS,
    /** All of them by turns. */
    MIXED;

    /** Those that this JVM can do. */
    static List<Setting> all() {
        return Stream.of(values())
                .filter(s -> s != VIRTUAL_THREADS || ThreadActor.HAS_VIRTUAL_THREADS)
                .toList();
    }
}
