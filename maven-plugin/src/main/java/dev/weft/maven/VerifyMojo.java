// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import dev.weft.agent.BuildInstrumenter;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Checks the code of the project's classes, instrumented or not, without loading them, and that none was instrumented for another
 * version of Weft.
 */
@Mojo(
        name = "verify",
        defaultPhase = LifecyclePhase.VERIFY,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class VerifyMojo extends AbstractMainClassesMojo {
    @Override
    void apply(BuildInstrumenter instrumenter, Path in, Path out) throws IOException {
        List<String> wrong = instrumenter.verify(in);
        if (!wrong.isEmpty()) {
            throw new InstrumentationException(
                    wrong.size() + " of the classes in " + in + " are wrong:\n    " + String.join("\n    ", wrong));
        }
    }

    @Override
    void tell(Report collected) {
        getLog().info("Weft: no class is wrong");
    }
}
