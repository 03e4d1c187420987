// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals for the project's main classes have in common. */
abstract class AbstractMainClassesMojo extends AbstractInstrumentMojo {
    /** The classes that the goal is for. */
    @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
    private @Nullable File classesDirectory;

    @Parameter(defaultValue = "${project.compileClasspathElements}", readonly = true, required = true)
    private List<String> classPath = List.of();

    @Override
    final @Nullable File classesDirectory() {
        return classesDirectory;
    }

    @Override
    final List<String> classPath() {
        return classPath;
    }
}
