// SPDX-License-Identifier: Apache-2.0
package dev.weft.maven;

import dev.weft.agent.BuildInstrumenter;
import dev.weft.instrument.Configuration;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.OnError;
import dev.weft.instrument.Report;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals have in common: all but the classes and the class path. */
abstract class AbstractInstrumentMojo extends AbstractMojo {
    private static final int PINNED_SHOWN = 100;

    /**
     * Classes all of whose methods are fiber methods, annotated or not: {@code com.acme.**} is a package with its
     * sub-packages, {@code com.acme.*} a package alone, {@code com.acme.Foo} a class with its nested classes.
     */
    @Parameter(property = "weft.include")
    private List<String> include = List.of();

    /** Classes to leave alone, in the same form. */
    @Parameter(property = "weft.exclude")
    private List<String> exclude = List.of();

    /** A file for the report: what was instrumented, and what pins. */
    @Parameter(property = "weft.report")
    private @Nullable File report;

    /** Does nothing. */
    @Parameter(property = "weft.skip", defaultValue = "false")
    private boolean skip;

    /**
     * What to do when a class cannot be instrumented: {@code fail} the build, or {@code pin}: the class stays as it is, and
     * its blocking calls block the carrier.
     */
    @Parameter(property = "weft.onError", defaultValue = "fail")
    private String onError = "fail";

    /** Whether a fiber that loops without calls of fiber methods can be made to yield; without, code is smaller. */
    @Parameter(property = "weft.loopPolls", defaultValue = "true")
    private boolean loopPolls = true;

    /** Whether locks, queues and the like that instrumented classes create are those that fibers wait for without a thread. */
    @Parameter(property = "weft.creations", defaultValue = "true")
    private boolean creations = true;

    /** A file with more calls that block, in the form that {@code java -jar weft-agent.jar catalogue} prints. */
    @Parameter(property = "weft.catalogue")
    private @Nullable File catalogue;

    /** Checks the code of each changed class, without loading it. */
    @Parameter(property = "weft.verify", defaultValue = "false")
    private boolean verify;

    /** Where the instrumented classes go, with everything else; by default they take the place of the original ones. */
    @Parameter
    private @Nullable File outputDirectory;

    /** The classes to instrument. */
    abstract @Nullable File classesDirectory();

    /** Where the classes that they refer to are found. */
    abstract List<String> classPath();

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Weft instrumentation is skipped");
            return;
        }
        File classes = classesDirectory();
        if (classes == null || !classes.isDirectory()) {
            getLog().info("No classes to instrument");
            return;
        }
        Path in = classes.toPath();
        Path out = outputDirectory == null ? in : outputDirectory.toPath();
        Report collected = new Report();
        try {
            instrument(in, out, collected);
        } catch (InstrumentationException e) {
            throw new MojoFailureException("Weft: " + e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new MojoExecutionException("Weft cannot instrument " + in + ": " + e.getMessage(), e);
        }
        tell(collected);
    }

    private void instrument(Path in, Path out, Report collected) throws MojoExecutionException, IOException {
        List<Path> others = new ArrayList<>();
        for (String element : classPath()) {
            others.add(Path.of(element));
        }
        try {
            apply(new BuildInstrumenter(configuration(), collected, others, getLog()::warn, verify), in, out);
        } finally {
            collected.failures().forEach(failure -> getLog().error("Weft: " + failure));
            if (report != null) {
                collected.writeTo(report.toPath());
            }
        }
    }

    /** What the goal says at its end. */
    void tell(Report collected) {
        collected.pinnedLines(PINNED_SHOWN).forEach(line -> getLog().info("Weft: " + line));
        getLog().info("Weft: " + collected.summary());
    }

    /** What the goal does: instruments, unless it says otherwise. */
    void apply(BuildInstrumenter instrumenter, Path in, Path out) throws IOException {
        instrumenter.instrument(in, out);
    }

    private Configuration configuration() throws MojoExecutionException {
        try {
            return Configuration.builder()
                    .include(include)
                    .exclude(exclude)
                    .onError(onError())
                    .loopPolls(loopPolls)
                    .creations(creations)
                    .catalogue(catalogue == null ? null : catalogue.toPath())
                    .build();
        } catch (IllegalArgumentException e) {
            throw new MojoExecutionException("Weft: " + e.getMessage(), e);
        }
    }

    private OnError onError() {
        return switch (onError) {
            case "fail" -> OnError.FAIL;
            case "pin" -> OnError.PIN;
            default -> throw new IllegalArgumentException("onError is 'fail' or 'pin', not '" + onError + "'");
        };
    }
}
