// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.instrument.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * All targets of one compiler, instrumented with or without polls at fiber entries.
 *
 * <p>Suites are made once for each JVM.
 */
public final class TargetSuite {
    private static final String FOREIGN = TargetSources.PACKAGE + ".foreign.**";

    private final CompiledClasses compiled;
    private final InstrumentedClasses instrumented;
    private final Differential differential;
    private final List<TargetEntry> entries;
    private final boolean polls;

    private TargetSuite(CompiledClasses compiled, boolean polls) {
        this.compiled = compiled;
        this.polls = polls;
        this.instrumented = InstrumentedClasses.of(compiled, configuration(polls));
        this.differential = new Differential(compiled, instrumented);
        this.entries = EntryScanner.scan(compiled);
    }

    /** The configuration that targets are instrumented with. */
    public static Configuration configuration(boolean polls) {
        return Configuration.builder().exclude(FOREIGN).forcedSuspension(polls).build();
    }

    /** Each compiler's targets, without polls and with them. */
    public static List<TargetSuite> all() {
        return Holder.SUITES;
    }

    public CompiledClasses compiled() {
        return compiled;
    }

    public InstrumentedClasses instrumented() {
        return instrumented;
    }

    public Differential differential() {
        return differential;
    }

    public List<TargetEntry> entries() {
        return entries;
    }

    /** Whether fiber entries poll. */
    public boolean polls() {
        return polls;
    }

    @Override
    public String toString() {
        return compiled + (polls ? ", with polls" : "");
    }

    private static final class Holder {
        static final List<TargetSuite> SUITES = make();

        private static List<TargetSuite> make() {
            List<CompiledClasses> origins = new ArrayList<>(TargetSources.all());
            List<TargetSuite> suites = new ArrayList<>();
            for (CompiledClasses origin : origins) {
                suites.add(new TargetSuite(origin, false));
                suites.add(new TargetSuite(origin, true));
            }
            return suites;
        }
    }
}
