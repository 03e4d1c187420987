// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.POLL;
import static dev.weft.instrument.abi.RuntimeAbi.RESUME_PARAMETERS;
import static dev.weft.instrument.abi.RuntimeAbi.fiberDescriptor;

import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.CallCatalogue;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.FiberTarget;
import dev.weft.instrument.classify.MethodKey;
import dev.weft.instrument.classify.SpecialCall;
import dev.weft.instrument.emit.ClassSite;
import dev.weft.instrument.emit.Creations;
import dev.weft.instrument.emit.FiberEntry;
import dev.weft.instrument.emit.FiberLambdaRewriter;
import dev.weft.instrument.emit.InstrumentedMark;
import dev.weft.instrument.emit.LineTracker;
import dev.weft.instrument.emit.LoopPolls;
import dev.weft.instrument.emit.MethodPlan;
import dev.weft.instrument.emit.ResumeEntry;
import dev.weft.instrument.emit.SpecialCallWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The instrumentation of one class, on its tree. Used once. */
final class ClassInstrumentation {
    private static final int MAX_SLOTS = 65_535;

    /** With more, an entry is too large for sure: each takes 24 bytes at least. Found before the work is done in vain. */
    private static final int MAX_POINTS = 65_535 / 24;

    /** More than an entry needs beside the method's variables and, in variables while it is suspended, its operands. */
    private static final int OWN_SLOTS = 8;

    private final Configuration configuration;
    private final Listener listener;
    private final Classifier classifier;
    private final Diagnosis diagnosis;
    private final ClassNode node;
    private final ClassReader original;
    private final Set<String> tooLarge;
    private final ClassSite site;
    private final SpecialCallWriter specialCalls;
    private final String className;

    private final Set<String> taken = new HashSet<>(); // name and descriptor of every method
    private final Set<MethodInsnNode> plainCalls = new HashSet<>(); // of methods that block, by their fiber entries
    private final Set<String> helpers = new HashSet<>(); // those of the generated fiber methods
    private final Map<String, String> plainMethods = new HashMap<>(); // of the added ones
    private final List<MethodNode> generated = new ArrayList<>(); // plain methods that fiber entries need
    private final List<MethodNode> added = new ArrayList<>(); // entries
    private final List<PinnedSite> pinned = new ArrayList<>();
    private final MethodOutcomes outcomes;
    private int fiberMethods;
    private int suspensionPoints;

    ClassInstrumentation(
            Configuration configuration,
            Listener listener,
            Classifier classifier,
            Diagnosis diagnosis,
            ClassNode node,
            ClassReader original,
            Set<String> tooLarge) {
        this.configuration = configuration;
        this.listener = listener;
        this.classifier = classifier;
        this.diagnosis = diagnosis;
        this.node = node;
        this.original = original;
        this.tooLarge = tooLarge;
        site = ClassSite.of(node, configuration.forwarderChecks(), this::mayBeOverridden);
        specialCalls = new SpecialCallWriter(this::specialCall);
        className = node.name.replace('/', '.');
        outcomes = new MethodOutcomes(node.methods);
        for (MethodNode method : node.methods) taken.add(key(method));
    }

    /** Changes the tree; false if there is nothing to change. */
    boolean run() {
        boolean creates = substituteCreations(); // before the code is copied
        classifier.begin(node);
        List<MethodNode> fibers = new ArrayList<>();
        for (MethodNode method : node.methods) {
            if (method.name.startsWith("<")) reportPinnedCalls(method);
            else if (classifier.isFiberMethod(node, method)) fibers.add(method);
            else if (classifier.isClash(node, method)) pinClash(method);
        }
        FiberLambdaRewriter lambdas = new FiberLambdaRewriter(node, classifier, configuration.forwarderChecks());
        for (MethodNode method : node.methods) generated.addAll(lambdas.rewrite(method));
        Deque<MethodNode> open = new ArrayDeque<>(fibers);
        open.addAll(generated);
        while (!open.isEmpty()) open.addAll(addEntries(open.poll()));
        boolean changed = addShadows();
        addEntriesInheritedTwice();
        return finish(changed || lambdas.hasRewritten() || (creates && configuration.isFiberPackage(node.name)));
    }

    /** In all of the class's code; elsewhere, a class without fiber methods stays as it is. */
    private boolean substituteCreations() {
        if (!configuration.creations() || SystemPackages.isWeft(node.name)) return false;
        CallCatalogue catalogue = configuration.catalogue();
        return Creations.substitute(
                node, type -> catalogue.createdFor(type) != null, classifier::createdFor, classifier::factoryFor);
    }

    /** As {@link #run}, but gives each fiber method an entry that pins, and touches no code. */
    boolean runPinned(PinReason reason, String detail) {
        classifier.begin(node);
        for (MethodNode method : node.methods) {
            if (method.name.startsWith("<") || !classifier.isFiberMethod(node, method)) continue;
            boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
            if (!Classifier.hasRoomForContinuation(isStatic, method.desc)) continue;
            if (!taken.add(method.name + fiberDescriptor(method.desc))) continue;
            fiberMethods++;
            pin(method, reason, detail);
            addPinned(method);
        }
        return finish(false);
    }

    /** In place of two entries of unrelated interfaces, one that calls the plain method: nobody knows what that is. */
    private void addEntriesInheritedTwice() {
        for (MethodKey plain : classifier.inheritedTwice()) {
            int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
            MethodNode inherited = new MethodNode(Opcodes.ASM9, access, plain.name(), plain.descriptor(), null, null);
            MethodNode entry = FiberEntry.pinned(site, inherited);
            if (taken.add(key(entry))) added.add(entry);
        }
    }

    /** The class implements the shadows that its fiber methods belong to; compilers go on seeing it as it was. */
    private boolean addShadows() {
        Set<String> shadows = classifier.shadows();
        shadows.removeAll(node.interfaces);
        if (shadows.isEmpty()) return false;
        if (node.signature == null) node.signature = signature();
        node.interfaces.addAll(shadows);
        return true;
    }

    /** What the class declares, for readers of generic types, who then don't look at the interfaces themselves. */
    private String signature() {
        StringBuilder signature = new StringBuilder("L" + node.superName + ";");
        for (String i : node.interfaces) signature.append('L').append(i).append(';');
        return signature.toString();
    }

    private boolean finish(boolean changed) {
        if (!changed && added.isEmpty()) return false;
        if (!added.isEmpty() && classifier.isSerializable()) SerialVersion.keep(node, original);
        node.methods.addAll(generated);
        node.methods.addAll(added);
        if (!added.isEmpty() && !site.isInterface()) InstrumentedMark.addTo(node);
        AbiAttribute.addTo(node);
        return true;
    }

    /** Nobody generates subclasses of what the runtime has for itself. */
    private boolean mayBeOverridden(MethodInsnNode call) {
        boolean isOfRuntime = SystemPackages.isWeft(node.name) && call.owner.startsWith("dev/weft/internal/");
        return !isOfRuntime && classifier.mayBeOverridden(call);
    }

    /** Tells the listener what became of the methods, and what pins, in a class that needs no change too. */
    void reportMethods() {
        for (PinnedSite p : pinned) listener.pinned(p);
        listener.methods(className, outcomes.all());
    }

    /** Tells the listener what was done. */
    void report() {
        reportMethods();
        listener.instrumented(className, fiberMethods, suspensionPoints);
    }

    /** Tells the listener which methods of a class that is left alone pin. */
    void reportOldClassFile(String detail) {
        classifier.begin(node);
        for (MethodNode method : node.methods) {
            if (method.name.startsWith("<") || !classifier.isFiberMethod(node, method)) continue;
            pin(method, PinReason.OLD_CLASS_FILE, detail);
        }
        reportMethods();
    }

    /** The plain method, as the set of too large ones wants it, of an entry or itself. */
    String plainMethodOf(String name, String descriptor) {
        String key = name + descriptor;
        return plainMethods.getOrDefault(key, key);
    }

    // ---------------------------------------------------------------- entries

    /** Returns fiber methods that were generated for this one, and need entries too. */
    private List<MethodNode> addEntries(MethodNode method) {
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        if (!Classifier.hasRoomForContinuation(isStatic, method.desc)) {
            pin(method, PinReason.TOO_MANY_ARGUMENTS, "no argument slot is left for the continuation");
            return List.of();
        }
        if (!taken.add(method.name + fiberDescriptor(method.desc))) {
            throw clash(method);
        }
        fiberMethods++;
        boolean isBlocking = classifier.isBlocking(node, method);
        if (classifier.isContradictory(node, method))
            pin(method, PinReason.BLOCKING, "it is annotated as blocking too, so a thread of the I/O pool runs it");
        if (isBlocking) {
            return addBodies(method);
        } else if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            pinCalls(method, PinReason.SYNCHRONIZED, " in a synchronized method");
        } else if ((method.access & Opcodes.ACC_NATIVE) != 0) {
            pin(method, PinReason.NATIVE, "");
        } else if (tooLarge.contains(key(method))) {
            pin(method, PinReason.TOO_LARGE, "an entry would have more than 64 KB");
        } else if (method.maxLocals + method.maxStack + OWN_SLOTS > MAX_SLOTS) {
            pin(method, PinReason.TOO_LARGE, "an entry would have more than 65,535 local variables");
        } else if ((method.access & Opcodes.ACC_ABSTRACT) == 0) {
            return addBodies(method);
        }
        addPinned(method);
        return List.of();
    }

    private InstrumentationException clash(MethodNode method) {
        return new InstrumentationException(
                FailureKind.NAME_CLASH,
                className + "." + method.name + fiberDescriptor(method.desc),
                "it would be the fiber entry of " + method.name + method.desc,
                null);
    }

    /** Calls go to the plain method, so the one that somebody has written is never taken for its fiber entry. */
    private void pinClash(MethodNode method) {
        InstrumentationException failure = clash(method);
        if (configuration.onError() == OnError.FAIL) throw failure;
        listener.failed(className, method.name + method.desc, failure);
        pin(method, PinReason.UNSUPPORTED, String.valueOf(failure.getMessage()));
    }

    /** A method without such calls never waits for anything but its monitor, or its class, which is not worth a report. */
    private void pinCalls(MethodNode method, PinReason reason, String where) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof MethodInsnNode call && suspends(call)) {
                pinCall(method, call, reason, where);
            }
        }
        if (reason == PinReason.SYNCHRONIZED) outcomes.pinned(method, reason, "the method is synchronized");
    }

    private List<MethodNode> addBodies(MethodNode method) {
        int pinnedBefore = pinned.size();
        List<MethodNode> helpersOfBody = List.of(); // other methods may share them, whatever becomes of this one
        try {
            configuration.failIfAsked(className, method.name);
            boolean isBlocking = classifier.isBlocking(node, method);
            MethodNode body = isBlocking ? SpecialCallWriter.bodyOfBlocking(node, method) : copy(method);
            if (isBlocking) plainCalls.addAll(callsIn(body));
            if (configuration.forcedSuspension()) {
                body.instructions.insert(new MethodInsnNode(Opcodes.INVOKESTATIC, CONTINUATION, POLL, "()V", false));
            }
            boolean isBlockingCall = helpers.contains(key(method));
            if (!isBlockingCall && !isBlocking) helpersOfBody = specialCalls.rewrite(node, body);
            for (MethodNode helper : helpersOfBody) {
                helpers.add(key(helper));
                taken.add(key(helper));
            }
            generated.addAll(helpersOfBody);
            if (configuration.loopPolls()) LoopPolls.insert(body, this::suspends);
            MethodPlan plan = new MethodPlan(node.name, body, this::target, classifier::isThrowable);
            if (plan.pointCount() > MAX_POINTS) {
                pin(method, PinReason.TOO_LARGE, "an entry would have more than 64 KB");
                addPinned(method);
                return helpersOfBody;
            }
            String inaccessible = inaccessibleType(plan);
            if (inaccessible != null) {
                pin(
                        method,
                        PinReason.INACCESSIBLE_TYPE,
                        inaccessible + " is the result of a call or alive across one, and can't be named here");
                addPinned(method);
                return helpersOfBody;
            }
            reportCallsInsideMonitor(method, plan);
            addBodies(method, plan);
            return helpersOfBody;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            String where = className + "." + method.name + method.desc;
            InstrumentationException failure = diagnosis.of(where, e);
            if (configuration.onError() == OnError.FAIL) throw failure;
            listener.failed(className, method.name + method.desc, failure);
            pinned.subList(pinnedBefore, pinned.size()).clear();
            pin(method, PinReason.UNSUPPORTED, String.valueOf(failure.getMessage()));
            addPinned(method);
            return helpersOfBody;
        }
    }

    private static MethodNode copy(MethodNode method) {
        MethodNode copy = new MethodNode(Opcodes.ASM9, method.access, method.name, method.desc, null, null);
        method.accept(copy);
        return copy;
    }

    private static List<MethodInsnNode> callsIn(MethodNode body) {
        List<MethodInsnNode> calls = new ArrayList<>();
        for (AbstractInsnNode insn : body.instructions) {
            boolean isSwitch = insn instanceof MethodInsnNode call && call.owner.equals(RuntimeAbi.BLOCKING_CALL);
            if (insn instanceof MethodInsnNode call && !isSwitch) calls.add(call);
        }
        return calls;
    }

    private void addBodies(MethodNode method, MethodPlan plan) {
        Handle resume = new Handle(
                Opcodes.H_INVOKESTATIC, node.name, method.name, resumeDescriptor(method), site.isInterface());
        MethodNode fiberEntry = FiberEntry.of(site, plan, resume);
        MethodNode resumeEntry = plan.pointCount() == 0 ? null : ResumeEntry.of(site, plan, resume);
        add(method, fiberEntry);
        outcomes.instrumented(method, plan.pointCount());
        if (resumeEntry == null) return;
        taken.add(key(resumeEntry));
        add(method, resumeEntry);
        suspensionPoints += plan.pointCount();
    }

    /** Overloads would have the same resume entry, were it not for what they return. */
    private String resumeDescriptor(MethodNode method) {
        String result = "V";
        while (taken.contains(method.name + RESUME_PARAMETERS + result)) {
            result = result.equals("V") ? "Ljava/lang/Object;" : "[" + result;
        }
        return RESUME_PARAMETERS + result;
    }

    private void addPinned(MethodNode method) {
        outcomes.withoutBodies(method);
        add(method, FiberEntry.pinned(site, method));
    }

    private void add(MethodNode plain, MethodNode entry) {
        plainMethods.put(key(entry), key(plain));
        added.add(entry);
    }

    /** The runtime says itself how it waits. */
    private @Nullable SpecialCall specialCall(MethodInsnNode call) {
        return SystemPackages.isWeft(node.name) ? null : classifier.specialCall(call);
    }

    /** A call that only some receivers can suspend isn't worth a report. */
    private boolean suspends(MethodInsnNode call) {
        FiberTarget target = target(call);
        return target != null && target.shadow() == null;
    }

    private @Nullable FiberTarget target(MethodInsnNode call) {
        if (call.name.startsWith("<") || isCurrent(call) || plainCalls.contains(call)) return null;
        boolean isHelper = helpers.contains(call.name + call.desc) && call.owner.equals(node.name);
        return isHelper ? FiberTarget.DIRECT : classifier.target(call);
    }

    private static boolean isCurrent(MethodInsnNode call) {
        return call.owner.equals(CONTINUATION) && call.name.equals("current");
    }

    // ---------------------------------------------------------------- what pins

    private @Nullable String inaccessibleType(MethodPlan plan) {
        for (String type : plan.castTypes()) {
            if (classifier.isInaccessible(node.name, type)) return type.replace('/', '.');
        }
        return null;
    }

    private void reportCallsInsideMonitor(MethodNode method, MethodPlan plan) {
        for (MethodInsnNode call : plan.callsInsideMonitor()) {
            pinCall(method, call, PinReason.SYNCHRONIZED, " while it holds a monitor");
        }
    }

    private void reportPinnedCalls(MethodNode method) {
        boolean isConstructor = method.name.equals("<init>");
        pinCalls(method, isConstructor ? PinReason.CONSTRUCTOR : PinReason.CLASS_INITIALIZER, "");
    }

    private void pin(MethodNode method, PinReason reason, String detail) {
        pinned.add(pinnedSite(method, LineTracker.firstLine(method), reason, detail));
        outcomes.pinned(method, reason, detail);
    }

    private void pinCall(MethodNode method, MethodInsnNode call, PinReason reason, String where) {
        pinned.add(pinnedSite(method, lineOf(call), reason, "calls " + nameOf(call) + where));
    }

    private PinnedSite pinnedSite(MethodNode method, int line, PinReason reason, String detail) {
        return new PinnedSite(className, method.name, method.desc, line, reason, detail);
    }

    private static String nameOf(MethodInsnNode call) {
        return call.owner.replace('/', '.') + "." + call.name;
    }

    private static int lineOf(MethodInsnNode call) {
        for (AbstractInsnNode insn = call; insn != null; insn = insn.getPrevious()) {
            if (insn instanceof LineNumberNode line) return line.line;
        }
        return 0;
    }

    private static String key(MethodNode method) {
        return method.name + method.desc;
    }
}
