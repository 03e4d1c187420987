// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.FailureKind;
import dev.weft.instrument.InstrumentationException;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ConstantPoolScan;
import dev.weft.instrument.classify.MethodKey;
import dev.weft.instrument.emit.ForwarderProxy;
import dev.weft.instrument.emit.MockHandler;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives each class that is loaded to the instrumenter.
 *
 * <p>It filters, delegates, and hides nothing: the JVM ignores what a transformer throws, so each failure ends in
 * {@link FailurePolicy}, by which the class stays as it is or cannot be loaded.
 */
final class WeftTransformer implements ClassFileTransformer {
    /*
     * States: closed -> open // when all classes that came before are known
     *
     * While closed it changes nothing and remembers what it sees as too early. What was loaded before it was registered is
     * listed meanwhile, so that no class slips between the two, and no instrumented call relies on a fiber entry that was
     * never added.
     *
     * A class that is redefined or retransformed (by a debugger, say, or another agent) has to get the same members
     * again, and no others: adding some to a loaded class is an error of the JVM, and it would be blamed on the other
     * agent. So the names of the changed classes are kept, for each loader.
     */

    private final Configuration configuration;
    private final LoaderInstrumenters instrumenters;
    private final Set<String> early;
    private final AgentListener listener;
    private final ClassDump dump;
    private final FailurePolicy failures;
    private final ModuleReads reads;
    private final Map<ClassLoader, Set<String>> changed = Collections.synchronizedMap(new WeakHashMap<>());
    private final Set<ClassLoader> withoutRuntime =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean open;

    WeftTransformer(
            Configuration configuration,
            Set<String> early,
            AgentListener listener,
            ClassDump dump,
            FailurePolicy failures,
            ModuleReads reads) {
        this.configuration = configuration;
        this.instrumenters = new LoaderInstrumenters(configuration, listener, early);
        this.early = early;
        this.listener = listener;
        this.dump = dump;
        this.failures = failures;
        this.reads = reads;
    }

    /** From now on classes are changed. */
    void open() {
        open = true;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> loaded,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader() || isAgent(domain)) {
            return null;
        }
        String name = className;
        try {
            if (name == null) {
                name = new ConstantPoolScan(classFile).className();
            }
            if (module != null && name.equals(RuntimeAbi.CONTINUATION)) {
                reads.openThreads(module);
            }
            if (!open) {
                early.add(name);
                return null;
            }
            if (name.startsWith(RuntimeAbi.PACKAGE) || (loaded != null && !wasChanged(loader, name))) {
                return null;
            }
            return change(module, loader, name, scan(name, classFile));
        } catch (InstrumentationException e) {
            listener.takeFailure(dotted(name));
            return failures.handle(name, classFile, e, loader);
        } catch (Throwable e) { // Whatever it is, the JVM would drop it without a word.
            listener.failed(dotted(name), null, e);
            listener.takeFailure(dotted(name));
            return failures.handle(name, classFile, e, loader);
        }
    }

    private ConstantPoolScan scan(String name, byte[] classFile) {
        try {
            return new ConstantPoolScan(classFile);
        } catch (IllegalArgumentException e) {
            InstrumentationException failure = new InstrumentationException(
                    FailureKind.MALFORMED, dotted(name), String.valueOf(e.getMessage()), e);
            listener.failed(dotted(name), null, failure);
            throw failure;
        }
    }

    private byte @Nullable [] change(
            @Nullable Module module, ClassLoader loader, String name, ConstantPoolScan original) throws Exception {
        boolean isExcluded = configuration.isExcluded(name);
        byte[] result = amend(loader, name, original, isExcluded);
        if (result == null && !isExcluded) {
            result = instrumenters.instrument(original, loader);
            if (listener.hasFailures()) {
                Throwable failure = listener.takeFailure(dotted(original.className()));
                if (failure != null) {
                    failures.tell(name, original.classFile(), failure, loader);
                }
            }
        }
        if (result == null || !seesRuntime(loader, name)) {
            return null;
        }
        reads.ensure(module, loader);
        dump.changed(name, original.classFile(), result);
        changed.computeIfAbsent(loader, l -> ConcurrentHashMap.newKeySet()).add(name);
        return result;
    }

    /** What must be done to classes that aren't instrumented, excluded ones among them, so that fiber code may call them. */
    private byte @Nullable [] amend(ClassLoader loader, String name, ConstantPoolScan original, boolean isExcluded) {
        if (MockHandler.amends(name)) {
            byte[] amended = MockHandler.amend(name, original.classFile());
            if (amended == null) {
                Console.say(dotted(name) + " isn't as expected: calls by fibers may not find inline mocks");
            }
            return amended;
        }
        if (!isExcluded && !original.namesFiberEntry()) {
            return null;
        }
        Set<MethodKey> entries = instrumenters.foreignEntries(original, loader);
        return entries.isEmpty() ? null : ForwarderProxy.amend(original.classFile(), entries);
    }

    private boolean wasChanged(ClassLoader loader, String name) {
        return changed.getOrDefault(loader, Set.of()).contains(name);
    }

    private boolean seesRuntime(ClassLoader loader, String name) {
        if (LoaderInstrumenters.seesRuntime(loader)) {
            return true;
        }
        if (withoutRuntime.add(loader)) {
            Console.say("classes of " + loader + " are not instrumented, " + dotted(name)
                    + " for one: weft-runtime is not on its class path");
        }
        return false;
    }

    /** Our own classes share one protection domain, which no class of the program has. */
    static boolean isAgent(@Nullable ProtectionDomain domain) {
        return domain != null && domain == WeftTransformer.class.getProtectionDomain();
    }

    private static String dotted(@Nullable String internalName) {
        return internalName == null ? "a class without a name" : internalName.replace('/', '.');
    }
}
