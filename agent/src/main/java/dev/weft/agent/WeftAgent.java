// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.Report;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The Java agent: {@code java -javaagent:weft-agent.jar[=OPTIONS]}, or attached to a running JVM.
 *
 * <p>The options are those of {@code help}. With a bad option the agent does not start, and neither does the JVM.
 */
public final class WeftAgent {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private WeftAgent() {}

    /**
     * Called by the JVM before {@code main}.
     *
     * @throws IllegalArgumentException if the options are wrong; it stops the JVM
     */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        start(options, instrumentation, false);
    }

    /**
     * Called by the JVM when the agent is attached to a running program. It serves the classes that are loaded from then
     * on; those that came too early it names, since nothing can be added to a loaded class.
     *
     * @throws IllegalArgumentException if the options are wrong; it ends the attempt to attach
     */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        start(options, instrumentation, true);
    }

    private static void start(@Nullable String text, Instrumentation instrumentation, boolean lateAttach) {
        AgentOptions options = options(text);
        if (options.help()) {
            System.err.print(AgentOptions.USAGE);
        }
        if (STARTED.getAndSet(true)) {
            Console.say("the agent runs already, with the options that it was first given");
            return;
        }
        Configuration configuration =
                options.configuration(System.getProperty("weft.debug.suspend") != null, lateAttach);
        Report report = new Report();
        ClassDump dump = new ClassDump(options.dump());
        Set<String> early = ConcurrentHashMap.newKeySet();
        WeftTransformer transformer = new WeftTransformer(
                configuration,
                early,
                new AgentListener(report, options.report() != null),
                dump,
                new FailurePolicy(configuration, dump),
                new ModuleReads(instrumentation));
        // Retransformable transformers run last, so JaCoCo and its like see the classes as they were compiled.
        instrumentation.addTransformer(transformer, true);
        EarlyClasses earlyClasses = new EarlyClasses(instrumentation.getAllLoadedClasses());
        earlyClasses.addNamesTo(early);
        transformer.open();
        earlyClasses.tell(configuration);
        Path file = options.report();
        if (file != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(report, file), "weft-report"));
        }
    }

    private static AgentOptions options(@Nullable String text) {
        try {
            return AgentOptions.parse(text);
        } catch (IllegalArgumentException e) {
            Console.say(e.getMessage() + " ('-javaagent:weft-agent.jar=help' explains them)");
            throw e;
        }
    }

    private static void write(Report report, Path file) {
        try {
            report.writeTo(file);
        } catch (UncheckedIOException e) {
            Console.say(String.valueOf(e.getMessage()));
        }
    }
}
