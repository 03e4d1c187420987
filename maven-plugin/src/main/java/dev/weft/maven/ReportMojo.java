// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import dev.weft.agent.BuildInstrumenter;
import dev.weft.instrument.Report;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Writes the report of what would be instrumented, and changes nothing. For classes that aren't instrumented yet. */
@Mojo(
        name = "report",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class ReportMojo extends AbstractInstrumentMojo {
    /** The classes to report on. */
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

    @Override
    void apply(BuildInstrumenter instrumenter, Path in, Path out) throws IOException {
        instrumenter.report(in);
    }

    @Override
    void tell(Report collected) {
        getLog().info("Weft would instrument: " + collected.summary());
    }
}
