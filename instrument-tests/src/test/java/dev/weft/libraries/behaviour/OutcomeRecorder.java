// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Takes down how tests end. */
final class OutcomeRecorder implements TestExecutionListener {
    /** What texts have that is different in each process: identity hash codes, and names of hidden classes. */
    private static final Pattern CHANGING = Pattern.compile("@[0-9a-f]{1,8}\\b|\\$\\$Lambda[^ @)]*|0x[0-9a-f]+");

    private final Map<String, SuiteOutcomes.Outcome> outcomes = new TreeMap<>();
    private final Map<String, Long> started = new ConcurrentHashMap<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        started.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        outcomes.put(oneLine(test.getUniqueId()), new SuiteOutcomes.Outcome("SKIPPED", 0, ""));
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        long millis = (System.nanoTime() - started.get(test.getUniqueId())) / 1_000_000;
        String problem = result.getThrowable()
                .map(t -> CHANGING.matcher(t.toString()).replaceAll("@"))
                .orElse("");
        outcomes.put(
                oneLine(test.getUniqueId()),
                new SuiteOutcomes.Outcome(result.getStatus().name(), millis, oneLine(problem)));
    }

    SuiteOutcomes outcomes(long suspensions) {
        return new SuiteOutcomes(outcomes, suspensions);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
