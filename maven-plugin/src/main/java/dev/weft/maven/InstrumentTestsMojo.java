// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/**
 * Instruments the project's test classes after they are compiled, for tests that have fiber methods of their own.
 */
@Mojo(
        name = "instrument-tests",
        defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES,
        requiresDependencyResolution = ResolutionScope.TEST,
        threadSafe = true)
public final class InstrumentTestsMojo extends AbstractInstrumentMojo {
    /** The test classes to instrument. */
    @Parameter(defaultValue = "${project.build.testOutputDirectory}", required = true)
    private @Nullable File classesDirectory;

    @Parameter(defaultValue = "${project.testClasspathElements}", readonly = true, required = true)
    private List<String> classPath = List.of();

    @Override
    @Nullable
    File classesDirectory() {
        return classesDirectory;
    }

    @Override
    List<String> classPath() {
        return classPath;
    }
}
