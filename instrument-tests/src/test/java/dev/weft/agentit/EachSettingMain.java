// SPDX-License-Identifier: Apache-2.0
package dev.weft.agentit;

import dev.weft.abi.ForcedSuspension;
import java.io.PrintWriter;
import java.util.concurrent.atomic.LongAdder;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs the tests of a package that have a tag, under forced suspension, and says how often a fiber was suspended by it. */
public final class EachSettingMain {
    private EachSettingMain() {}

    /** Takes the package and the tag. */
    public static void main(String[] args) {
        LongAdder suspensions = new LongAdder();
        ForcedSuspension.Decider mode = ForcedSuspension.parse(System.getProperty(ForcedSuspension.PROPERTY));
        ForcedSuspension.setDecider(c -> {
            boolean due = mode.isDue(c);
            if (due) suspensions.increment();
            return due;
        });
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectPackage(args[0]))
                                .filters(EngineFilter.includeEngines("junit-jupiter"), TagFilter.includeTags(args[1]))
                                .build(),
                        listener);
        var summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true), 30);
        System.out.printf(
                "%d tests, %d failed, %s suspensions%n",
                summary.getTestsFoundCount(),
                summary.getTotalFailureCount(),
                suspensions.sum() < 100_000 ? suspensions.toString() : "many");
        System.exit(0); // daemons or not
    }
}
