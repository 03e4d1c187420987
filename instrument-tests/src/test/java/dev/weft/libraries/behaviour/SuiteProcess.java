// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The process that runs a published suite, plainly or in fibers, and writes down how each test ended. */
public final class SuiteProcess {
    /** The property with the seed of suspensions. */
    static final String SEED = "weft.libraries.seed";

    /** The argument that asks for fibers; JUnit then finds {@link FiberInterceptor} by itself. */
    static final String FIBERS = "fibers";

    private SuiteProcess() {}

    /**
     * Runs tests, and ends the JVM.
     *
     * @param arguments the jar of tests, {@link #FIBERS} or anything else, the file to write, a pattern of the names of test
     *     classes, and patterns of those to leave out
     */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        boolean fibers = arguments[1].equals(FIBERS);
        List<String> leftOut = List.of(arguments).subList(4, arguments.length);
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(jar)))
                .filters(
                        EngineFilter.includeEngines("junit-jupiter"),
                        ClassNameFilter.includeClassNamePatterns(arguments[3]))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", Boolean.toString(fibers));
        if (!leftOut.isEmpty()) {
            request.filters(ClassNameFilter.excludeClassNamePatterns(leftOut.toArray(String[]::new)));
        }
        OutcomeRecorder recorder = new OutcomeRecorder();
        LauncherFactory.create().execute(request.build(), recorder);
        recorder.outcomes(FiberCall.takeSuspensions()).write(Path.of(arguments[2]));
        System.exit(0); // whatever threads the tests have left behind
    }
}
