// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.AbiMismatchException;
import dev.weft.instrument.Configuration;
import dev.weft.instrument.FailureKind;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.Instrumenter;
import dev.weft.instrument.Listener;
import dev.weft.instrument.MethodOutcome;
import dev.weft.instrument.PinnedSite;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ConstantPoolScan;
import dev.weft.instrument.verify.ClassVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The work on one class file of a {@link BuildPass}, and what there is to tell of it. Run once, by any thread. */
final class ClassTask implements Listener {
    private final Configuration configuration;
    private final boolean verify;
    private final List<Consumer<Listener>> events = new ArrayList<>();
    final String path;
    private final byte[] classFile;

    /** Internal name; what the path says, until the class file was read. */
    String name;

    /** Null if the class stays as it is. */
    byte @Nullable [] result;

    private @Nullable Throwable problem;

    /** Why the result was not verified. */
    @Nullable
    String unverifiable;

    /** What the instrumenter told of the class or one of its methods, and went on. */
    private @Nullable Throwable told;

    ClassTask(Configuration configuration, boolean verify, String path, byte[] classFile) {
        this.configuration = configuration;
        this.verify = verify;
        this.path = path;
        this.classFile = classFile;
        name = path.substring(0, path.length() - ".class".length());
    }

    /**
     * Instruments the class.
     *
     * @throws AbiMismatchException if it was instrumented for another version, which ends the pass
     */
    void run(BuildPass.Release release) {
        try {
            ConstantPoolScan scan = scan();
            name = scan.className();
            if (name.startsWith(RuntimeAbi.PACKAGE) || configuration.isExcluded(name)) {
                return;
            }
            Instrumenter instrumenter = new Instrumenter(configuration, this, release.classifiers());
            result = instrumenter.instrument(scan, release.classes());
            if (result != null && verify) {
                verify(result, release);
            }
        } catch (AbiMismatchException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            events.clear();
            failed(name.replace('/', '.'), null, e);
            problem = e;
            result = null;
        }
    }

    private ConstantPoolScan scan() {
        try {
            return new ConstantPoolScan(classFile);
        } catch (IllegalArgumentException e) {
            throw new InstrumentationException(
                    FailureKind.MALFORMED, name.replace('/', '.'), String.valueOf(e.getMessage()), e);
        }
    }

    /** Why the class, or one of its methods, could not be instrumented; null if all could be. */
    @Nullable
    Throwable problem() {
        return problem != null ? problem : told;
    }

    /** Whether callers must not count on what the class would have after instrumentation. */
    boolean isLeftAlone() {
        return problem != null || (result == null && told != null);
    }

    /** A class that was wrong before is not wrong because of us. */
    private void verify(byte[] instrumented, BuildPass.Release release) {
        try {
            ClassVerifier.verify(instrumented, release.hierarchy());
        } catch (InstrumentationException e) {
            try {
                ClassVerifier.verify(classFile, release.hierarchy());
            } catch (InstrumentationException before) {
                unverifiable = path + ": " + before.getMessage();
                return;
            }
            throw new InstrumentationException(
                    FailureKind.INVALID_RESULT, name.replace('/', '.'), String.valueOf(e.getMessage()), e);
        }
    }

    /** The class stays as it is, since another one of its name failed; that it was instrumented isn't told then. */
    void dropResult() {
        if (result != null) {
            result = null;
            events.clear();
        }
    }

    void replay(Listener listener) {
        events.forEach(event -> event.accept(listener));
    }

    @Override
    public void instrumented(String className, int methods, int suspensionPoints) {
        events.add(listener -> listener.instrumented(className, methods, suspensionPoints));
    }

    @Override
    public void methods(String className, List<MethodOutcome> outcomes) {
        events.add(listener -> listener.methods(className, outcomes));
    }

    @Override
    public void pinned(PinnedSite site) {
        events.add(listener -> listener.pinned(site));
    }

    @Override
    public void failed(String className, @Nullable String method, Throwable thrown) {
        if (told == null) told = thrown;
        events.add(listener -> listener.failed(className, method, thrown));
    }
}
