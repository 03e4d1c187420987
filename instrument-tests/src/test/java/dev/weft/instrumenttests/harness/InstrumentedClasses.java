// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrument.PinnedSite;
import dev.weft.instrument.classify.Classifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Compiled classes after instrumentation, and what the instrumenter had to say about them. */
public final class InstrumentedClasses implements ClassFiles {
    private final CompiledClasses compiled;
    private final Map<String, byte[]> byName = new TreeMap<>();
    private final List<PinnedSite> pinned = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final List<String> instrumented = Collections.synchronizedList(new ArrayList<>());

    private InstrumentedClasses(CompiledClasses compiled) {
        this.compiled = compiled;
    }

    /** Instruments all of the classes. */
    public static InstrumentedClasses of(CompiledClasses compiled, Configuration configuration) {
        return of(compiled, configuration, UnaryOperator.identity());
    }

    /** Instruments all of the classes, then changes each by the last step; for planted faults. */
    public static InstrumentedClasses of(
            CompiledClasses compiled, Configuration configuration, UnaryOperator<byte[]> lastStep) {
        InstrumentedClasses result = new InstrumentedClasses(compiled);
        ClassLoader resources = compiled.asResources();
        Classifier[] shared = new Classifier[1];
        Instrumenter instrumenter = new Instrumenter(configuration, result.listener(), locator -> {
            if (shared[0] == null) {
                shared[0] = new Classifier(configuration, locator);
            }
            return shared[0];
        });
        compiled.byName().forEach((name, classFile) -> {
            byte[] changed = instrumenter.instrument(classFile, resources);
            result.byName.put(name, changed == null ? classFile : lastStep.apply(changed));
        });
        return result;
    }

    private Listener listener() {
        return new Listener() {
            @Override
            public void instrumented(String className, int methods, int suspensionPoints) {
                instrumented.add(className);
            }

            @Override
            public void pinned(PinnedSite site) {
                pinned.add(site);
            }

            @Override
            public void failed(String className, @Nullable String method, Throwable problem) {
                failures.add(className + "." + method + ": " + problem);
            }
        };
    }

    @Override
    public byte @Nullable [] find(String className) {
        return byName.get(className);
    }

    @Override
    public ClassLoader libraries() {
        return compiled.libraries();
    }

    @Override
    public boolean isSourceLine(StackTraceElement element) {
        return compiled.isSourceLine(element);
    }

    /** All classes, changed or not, by binary name. */
    public Map<String, byte[]> all() {
        return byName;
    }

    /** What the instrumenter reported as pinned. */
    public List<PinnedSite> pinned() {
        return pinned;
    }

    /** What the instrumenter reported as failed. */
    public List<String> failures() {
        return failures;
    }

    /** The classes that were changed. */
    public List<String> instrumented() {
        return instrumented;
    }
}
