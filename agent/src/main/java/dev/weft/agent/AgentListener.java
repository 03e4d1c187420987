// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Listener;
import dev.weft.instrument.MethodOutcome;
import dev.weft.instrument.PinnedSite;
import dev.weft.instrument.Report;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Feeds the report, and keeps a failure for the transformer that caused it. */
final class AgentListener implements Listener {
    private final Report report;
    private final boolean keepsMethods;
    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    /** {@code keepsMethods}: the report will be written, so what became of each method is worth its memory. */
    AgentListener(Report report, boolean keepsMethods) {
        this.report = report;
        this.keepsMethods = keepsMethods;
    }

    @Override
    public void methods(String className, List<MethodOutcome> outcomes) {
        if (keepsMethods) {
            report.methods(className, outcomes);
        }
    }

    @Override
    public void instrumented(String className, int methods, int suspensionPoints) {
        report.instrumented(className, methods, suspensionPoints);
    }

    @Override
    public void pinned(PinnedSite site) {
        report.pinned(site);
    }

    @Override
    public void failed(String className, @Nullable String method, Throwable problem) {
        report.failed(className, method, problem);
        failures.put(className, problem);
    }

    /** Whether any class has a failure that wasn't taken. */
    boolean hasFailures() {
        return !failures.isEmpty();
    }

    /** The failure of a class since the last call, if there was one. */
    @Nullable
    Throwable takeFailure(String className) {
        return failures.remove(className);
    }
}
