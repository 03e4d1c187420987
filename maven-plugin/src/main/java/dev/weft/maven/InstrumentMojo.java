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
 * Instruments the project's classes after they are compiled, so that they run without the agent. Classes that are
 * instrumented already are left alone, so it may run again and again, and the agent may be there as well.
 */
@Mojo(
        name = "instrument",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class InstrumentMojo extends AbstractInstrumentMojo {
    /** The classes to instrument. */
    @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
    private @Nullable File classesDirectory;

    @Parameter(defaultValue = "${project.compileClasspathElements}", readonly = true, required = true)
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
