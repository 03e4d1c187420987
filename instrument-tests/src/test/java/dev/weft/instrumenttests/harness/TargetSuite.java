// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.instrument.Configuration;
import java.util.ArrayList;
import java.util.List;

/**
 * All targets of one compiler, instrumented in one way.
 *
 * <p>Suites are made once for each JVM.
 */
public final class TargetSuite {
    private static final String FOREIGN = TargetSources.PACKAGE + ".foreign.**";

    private final CompiledClasses compiled;
    private final InstrumentedClasses instrumented;
    private final Differential differential;
    private final List<TargetEntry> entries;
    private final Variant variant;

    /** How targets are instrumented. */
    public enum Variant {
        /** What is annotated. */
        ANNOTATED("annotated"),
        /** What is annotated, with a poll at each fiber entry. */
        WITH_POLLS("with polls"),
        /** All methods of all targets, by a pattern. */
        WHOLE_PACKAGE("whole package");

        private final String text;

        Variant(String text) {
            this.text = text;
        }

        /** The configuration. */
        public Configuration configuration() {
            Configuration.Builder builder =
                    Configuration.builder().exclude(FOREIGN).forcedSuspension(this == WITH_POLLS);
            if (this == WHOLE_PACKAGE) {
                builder.include(TargetSources.PACKAGE + ".**");
            }
            return builder.build();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Instruments classes and finds their entries. */
    public TargetSuite(CompiledClasses compiled, Variant variant) {
        this.compiled = compiled;
        this.variant = variant;
        this.instrumented = InstrumentedClasses.of(compiled, variant.configuration());
        this.differential = new Differential(compiled, instrumented);
        this.entries = EntryScanner.scan(compiled);
    }

    /** Each compiler's targets in each variant. */
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

    /** A new loader of these classes. */
    public ClassLoader load(ClassFiles classFiles) {
        return new InstrumentingClassLoader(classFiles, classFiles.libraries());
    }

    /** How the targets are instrumented. */
    public Variant variant() {
        return variant;
    }

    @Override
    public String toString() {
        return compiled + ", " + variant;
    }

    private static final class Holder {
        static final List<TargetSuite> SUITES = make();

        private static List<TargetSuite> make() {
            List<TargetSuite> suites = new ArrayList<>();
            for (CompiledClasses origin : TargetSources.all()) {
                for (Variant variant : Variant.values()) {
                    suites.add(new TargetSuite(origin, variant));
                }
            }
            return suites;
        }
    }
}
