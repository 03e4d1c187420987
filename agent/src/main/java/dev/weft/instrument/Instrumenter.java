// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.ClassInfoCache;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.ConstantPoolScan;
import dev.weft.instrument.classify.ResourceLocator;
import dev.weft.instrument.upgrade.OldClassFile;
import dev.weft.instrument.upgrade.UpgradeException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/**
 * Rewrites class files: each fiber method gets a fiber entry and a resume entry, each lambda of a fiber functional
 * interface a class with both entries.
 *
 * <p>Loads no class. Safe for use by several threads at once if the configuration's listener is.
 */
public final class Instrumenter {
    private final Configuration configuration;
    private final Listener listener;
    private final Function<ClassFileLocator, Classifier> classifiers;

    /**
     * An instrumenter that takes every class it is asked about, the excluded ones and the JDK's aside, for instrumented.
     * What it has read of other classes it keeps for as long as it is given the same locator or loader.
     *
     * @param configuration what to instrument
     * @param listener is told what was done
     */
    public Instrumenter(Configuration configuration, Listener listener) {
        this(configuration, listener, new LastCache(configuration));
    }

    /**
     * An instrumenter whose user knows which classes are going to be instrumented.
     *
     * @param configuration what to instrument
     * @param listener is told what was done
     * @param classifiers makes what decides which calls may suspend; called once for each class
     */
    public Instrumenter(
            Configuration configuration, Listener listener, Function<ClassFileLocator, Classifier> classifiers) {
        this.configuration = configuration;
        this.listener = listener;
        this.classifiers = classifiers;
    }

    /**
     * Instruments a class.
     *
     * <p>A method that can't be instrumented gets a fiber entry that calls the plain one, so that it pins, and is reported
     * to the listener with the problem.
     *
     * @param classFile the class
     * @param classes finds the class files of its supertypes and of the classes whose methods it calls, the JDK's included
     * @return the instrumented class, or null if nothing in it needs to change, or if it is instrumented already
     * @throws InstrumentationException if the class can't be instrumented and the policy is {@link OnError#FAIL}, or if it
     *     was instrumented for another version of the runtime
     */
    public byte @Nullable [] instrument(byte[] classFile, ClassFileLocator classes) {
        ConstantPoolScan scan;
        try {
            scan = new ConstantPoolScan(classFile);
        } catch (IllegalArgumentException e) {
            InstrumentationException failure = Diagnosis.malformed("a class", e);
            return failed("a class", failure);
        }
        return instrument(scan, classes);
    }

    /**
     * As {@link #instrument(byte[], ClassFileLocator)}, for a class whose constant pool has been looked at.
     *
     * @param scan of the class
     * @param classes as for {@link #instrument(byte[], ClassFileLocator)}
     * @return as {@link #instrument(byte[], ClassFileLocator)} does
     * @throws InstrumentationException as {@link #instrument(byte[], ClassFileLocator)} does
     */
    public byte @Nullable [] instrument(ConstantPoolScan scan, ClassFileLocator classes) {
        if (scan.className().startsWith(RuntimeAbi.PACKAGE)) return null; // its fiber entries are written by hand
        String name = scan.className().replace('/', '.');
        Diagnosis diagnosis = new Diagnosis(scan.classFile(), classes);
        try {
            Classifier classifier = classifiers.apply(classes);
            if (!classifier.isRelevant(scan)) return null;
            ClassReader reader = new ClassReader(scan.classFile());
            try {
                return instrument(reader, classifier, diagnosis);
            } catch (InstrumentationException e) {
                throw e;
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                InstrumentationException failure = diagnosis.of(name, e);
                if (configuration.onError() == OnError.FAIL) throw failure;
                byte[] pinned = pinned(
                        reader, classifier, diagnosis, PinReason.UNSUPPORTED, String.valueOf(failure.getMessage()));
                listener.failed(name, null, failure);
                return pinned;
            }
        } catch (InstrumentationException e) {
            listener.failed(name, null, e);
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return failed(name, diagnosis.of(name, e));
        }
    }

    private byte @Nullable [] failed(String name, InstrumentationException failure) {
        listener.failed(name, null, failure);
        if (configuration.onError() == OnError.FAIL) throw failure;
        return null;
    }

    /**
     * Instruments a class whose supertypes and callees are resources of a class loader.
     *
     * @param classFile the class
     * @param classes as for {@link #instrument(byte[], ClassFileLocator)}; it is asked for resources only
     * @return as {@link #instrument(byte[], ClassFileLocator)} does
     * @throws InstrumentationException as {@link #instrument(byte[], ClassFileLocator)} does
     */
    public byte @Nullable [] instrument(byte[] classFile, ClassLoader classes) {
        return instrument(classFile, ResourceLocator.of(classes));
    }

    /**
     * Whether a class was instrumented.
     *
     * @param classFile the class
     * @return true if it was for this version of the runtime
     * @throws AbiMismatchException if it was for another one
     * @throws InstrumentationException if it can't be read
     */
    public static boolean isInstrumented(byte[] classFile) {
        try {
            return AbiAttribute.isOn(read(new ClassReader(classFile), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG));
        } catch (InstrumentationException e) {
            throw e;
        } catch (RuntimeException | AssertionError e) { // whatever ASM ends with
            throw new InstrumentationException(FailureKind.MALFORMED, "a class", e.toString(), e);
        }
    }

    /** Callers count on the fiber entries, so a class that nothing else can be done to gets those that pin. */
    private byte @Nullable [] pinned(
            ClassReader reader, Classifier classifier, Diagnosis diagnosis, PinReason reason, String detail) {
        ClassNode node = read(reader);
        ClassInstrumentation work =
                new ClassInstrumentation(configuration, listener, classifier, diagnosis, node, reader, new HashSet<>());
        if (OldClassFile.isOld(reader) && (node.access & Opcodes.ACC_INTERFACE) != 0) {
            work.reportOldClassFile(detail); // it can't even hold those; the JVM says so when one is called
            return null;
        }
        if (!work.runPinned(reason, detail)) {
            work.reportMethods();
            return null;
        }
        ClassWriter writer = new ClassWriter(reader, 0); // ASM can't work out the limits of all code with subroutines
        node.accept(writer);
        work.report();
        return writer.toByteArray();
    }

    private static ClassNode read(ClassReader reader) {
        return read(reader, 0);
    }

    private static ClassNode read(ClassReader reader, int flags) {
        ClassNode node = new ClassNode();
        reader.accept(node, new Attribute[] {new AbiAttribute()}, flags | ClassReader.EXPAND_FRAMES);
        boolean isInterface = (node.access & Opcodes.ACC_INTERFACE) != 0;
        if (isInterface && node.version == Opcodes.V1_7) node.version = Opcodes.V1_8; // or it can have no fiber entries
        return node;
    }

    /** A class file from before Java 7 can't hold what is emitted, and is upgraded first. */
    private byte @Nullable [] instrumentOld(ClassReader reader, Classifier classifier, Diagnosis diagnosis) {
        ClassNode node = read(reader, ClassReader.SKIP_CODE);
        if (AbiAttribute.isOn(node)) return null;
        ClassInstrumentation asItIs =
                new ClassInstrumentation(configuration, listener, classifier, diagnosis, node, reader, new HashSet<>());
        if (Classifier.hasUnreadableCode(node.version)) {
            asItIs.reportOldClassFile("its code has the format of Java 1.0");
            return null;
        }
        classifier.begin(node);
        try {
            return instrumentNew(
                    new ClassReader(OldClassFile.upgrade(reader, classifier::commonSuperclass)), classifier, diagnosis);
        } catch (UpgradeException e) {
            return pinned(reader, classifier, diagnosis, PinReason.OLD_CLASS_FILE, e.problem());
        }
    }

    private byte @Nullable [] instrument(ClassReader reader, Classifier classifier, Diagnosis diagnosis) {
        return OldClassFile.isOld(reader)
                ? instrumentOld(reader, classifier, diagnosis)
                : instrumentNew(reader, classifier, diagnosis);
    }

    private byte @Nullable [] instrumentNew(ClassReader reader, Classifier classifier, Diagnosis diagnosis) {
        Set<String> tooLarge = new HashSet<>();
        while (true) {
            ClassNode node = read(reader);
            if (AbiAttribute.isOn(node) || (node.access & Opcodes.ACC_MODULE) != 0) return null;
            ClassInstrumentation work =
                    new ClassInstrumentation(configuration, listener, classifier, diagnosis, node, reader, tooLarge);
            if (!work.run()) {
                work.reportMethods();
                return null;
            }
            try {
                byte[] instrumented = write(node, reader);
                work.report();
                return instrumented;
            } catch (MethodTooLargeException e) {
                String method = work.plainMethodOf(e.getMethodName(), e.getDescriptor());
                if (!tooLarge.add(method)) throw e;
            }
        }
    }

    private static byte[] write(ClassNode node, ClassReader reader) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                throw new IllegalStateException("no types are merged: " + a + ", " + b);
            }
        };
        // Where an entry needs jumps of more than 32 KB, ASM works out frames for them, and by default gives up early.
        writer.setComputeLimits(Integer.MAX_VALUE, Long.MAX_VALUE);
        node.accept(writer);
        return writer.toByteArray();
    }

    /** Classifiers that share what was read by the last locator. */
    private static final class LastCache implements Function<ClassFileLocator, Classifier> {
        private final Configuration configuration;
        private volatile @Nullable Last last;

        LastCache(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Classifier apply(ClassFileLocator classes) {
            Last known = last;
            if (known == null || !known.classes.equals(classes)) {
                known = new Last(classes, new ClassInfoCache(classes));
                last = known;
            }
            return new Classifier(configuration, known.cache);
        }

        private record Last(ClassFileLocator classes, ClassInfoCache cache) {}
    }
}
