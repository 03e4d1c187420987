// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Instruments the project's classes after they are compiled, so that they run without the agent. Classes that are
 * instrumented already are left alone, so it may run again and again, and the agent may be there as well.
 */
@Mojo(
        name = "instrument",
        defaultPhase = LifecyclePhase.PROCESS_CLASSES,
        requiresDependencyResolution = ResolutionScope.COMPILE,
        threadSafe = true)
public final class InstrumentMojo extends AbstractMainClassesMojo {}
