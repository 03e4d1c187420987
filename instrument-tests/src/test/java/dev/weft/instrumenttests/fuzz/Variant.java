// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.OnError;
import java.util.Collection;

/** How a program is instrumented. */
enum Variant {
    /** What is annotated. */
    ANNOTATED,
    /** What is annotated, with a poll at each fiber entry. */
    POLLS,
    /** All classes, those aside that the program calls foreign. */
    PACKAGE;

    /** The configuration for programs with these foreign classes. Failures are listed, and are for the trial to judge. */
    Configuration configuration(Collection<String> foreignClasses) {
        Configuration.Builder builder = Configuration.builder()
                .exclude(foreignClasses)
                .forcedSuspension(this == POLLS)
                .onError(OnError.PIN);
        if (this == PACKAGE) {
            builder.include(Program.PACKAGE + ".**");
        }
        return builder.build();
    }
}
