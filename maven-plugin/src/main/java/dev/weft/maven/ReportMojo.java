// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import dev.weft.agent.BuildInstrumenter;
import dev.weft.instrument.Report;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Writes the report of what would be instrumented, and changes nothing. For classes that aren't instrumented yet. */
@Mojo(
        name = "report",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class ReportMojo extends AbstractMainClassesMojo {
    @Override
    void apply(BuildInstrumenter instrumenter, Path in, Path out) throws IOException {
        instrumenter.report(in);
    }

    @Override
    void tell(Report collected) {
        getLog().info("Weft would instrument: " + collected.summary());
    }
}
