// SPDX-License-Identifier: Apache-2.0
package dev.weft.bytebuddy;

import dev.weft.agent.BuildInstrumenter;
import dev.weft.instrument.Configuration;
import dev.weft.instrument.OnError;
import dev.weft.instrument.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.build.BuildLogger;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Instruments classes in builds that Byte Buddy has a plugin for, Gradle's above all. What comes out is what the Maven goal
 * {@code weft:instrument} makes.
 *
 * <p>A class is instrumented with the others of its build, so nothing is done before all of them are known. For use by
 * several threads.
 */
public final class WeftPlugin implements Plugin.WithPreprocessor {
    private static final String SEPARATOR = ":";
    private static final int PINNED_SHOWN = 100;

    private final Configuration configuration;
    private final BuildLogger log;
    private final SortedMap<String, byte[]> classFiles = new TreeMap<>();
    private @Nullable ClassFileLocator classPath; // all that a build has, which is one for all its classes
    private @Nullable Map<String, byte[]> changed; // null until the first class is asked for

    /** Instruments what is annotated, and says on the standard output what pins. */
    public WeftPlugin() {
        this(new StandardOutput());
    }

    /**
     * Instruments what is annotated.
     *
     * @param log the build's; Byte Buddy's plugins fill it in
     */
    public WeftPlugin(BuildLogger log) {
        this("", log);
    }

    /**
     * Instruments what is annotated, and packages.
     *
     * @param include patterns as the agent has them, {@code com.acme.**}, with a colon between them
     * @param log the build's
     */
    public WeftPlugin(String include, BuildLogger log) {
        this(include, "", log);
    }

    /**
     * Instruments what is annotated, and packages, but for some classes.
     *
     * @param include patterns as the agent has them, {@code com.acme.**}, with a colon between them
     * @param exclude likewise, classes to leave alone
     * @param log the build's
     */
    public WeftPlugin(String include, String exclude, BuildLogger log) {
        this.log = log;
        configuration = Configuration.builder()
                .include(patterns(include))
                .exclude(patterns(exclude))
                .onError(OnError.FAIL)
                .build();
    }

    private static List<String> patterns(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(SEPARATOR));
    }

    private static String path(TypeDescription type) {
        return type.getInternalName() + ".class";
    }

    @Override
    public synchronized void onPreprocess(TypeDescription type, ClassFileLocator classes) {
        ClassFileLocator.Resolution classFile = locate(classes, type.getName());
        if (classFile.isResolved()) classFiles.put(path(type), classFile.resolve());
        classPath = classes;
        changed = null;
    }

    /** Only what changes, or Byte Buddy would write all classes anew. */
    @Override
    public boolean matches(@Nullable TypeDescription type) {
        return type != null && changed().containsKey(path(type));
    }

    @Override
    public DynamicType.Builder<?> apply(
            DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator classes) {
        byte[] instrumented = changed().get(path(type));
        return instrumented == null ? builder : builder.visit(new Replacement(instrumented));
    }

    private synchronized Map<String, byte[]> changed() {
        Map<String, byte[]> known = changed;
        if (known == null) {
            known = classPath == null ? Map.of() : instrument(classPath);
            changed = known;
        }
        return known;
    }

    private Map<String, byte[]> instrument(ClassFileLocator classes) {
        Report report = new Report();
        try {
            BuildInstrumenter instrumenter = new BuildInstrumenter(configuration, report, List.of(), log::warn, false);
            Map<String, byte[]> result = instrumenter.instrument(classFiles, name -> {
                ClassFileLocator.Resolution found = locate(classes, name);
                return found.isResolved() ? found.resolve() : null;
            });
            report.pinnedLines(PINNED_SHOWN).forEach(line -> log.info("Weft: " + line));
            log.info("Weft: " + report.summary());
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassFileLocator.Resolution locate(ClassFileLocator classes, String name) {
        try {
            return classes.locate(name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {}

    /** A line for each message. */
    private static final class StandardOutput extends BuildLogger.Adapter {
        @Override
        public void info(String message) {
            System.out.println(message);
        }

        @Override
        public void warn(String message) {
            System.out.println(message);
        }
    }

    /** Puts an instrumented class in place of what Byte Buddy reads. */
    private static final class Replacement extends AsmVisitorWrapper.AbstractBase {
        private final byte[] instrumented;

        Replacement(byte[] instrumented) {
            this.instrumented = instrumented;
        }

        @Override
        public ClassVisitor wrap(
                TypeDescription type,
                ClassVisitor visitor,
                Implementation.Context context,
                TypePool pool,
                FieldList<FieldDescription.InDefinedShape> fields,
                MethodList<?> methods,
                int writerFlags,
                int readerFlags) {
            return new ReplacingVisitor(visitor, instrumented);
        }
    }
}
