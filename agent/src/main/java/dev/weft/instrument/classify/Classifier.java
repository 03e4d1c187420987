// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.CallCatalogue.Entry;
import dev.weft.instrument.classify.CallCatalogue.Treatment;
import dev.weft.instrument.classify.MethodResolution.Declaration;
import dev.weft.instrument.flow.ControlFlow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Answers whether a method is a fiber method, and whether a call reaches one that will have a fiber entry at run time.
 *
 * <p>It is made for the instrumentation of one class, which is named by {@link #begin}; what it reads of other classes
 * stays in the {@link ClassInfoCache}. Belongs to one thread. Reading a class may throw
 * {@link java.io.UncheckedIOException}.
 */
public final class Classifier {
    /*
     * Two different questions. What a declaration is (FiberRules) depends on annotations, configuration and supertypes alone.
     * Whether a call may go to the fiber entry depends moreover on the entry's being there: the class that the reference is
     * resolved to either has it already or is instrumented with this configuration. Nothing else will do: a wrong yes is
     * a NoSuchMethodError or a bypassed override, a wrong no is a pinned fiber.
     */

    /** Parameters of a method, the receiver and the second word of long and double counted (JVMS 4.3.3). */
    private static final int MAX_SLOTS = 255;

    private final Configuration configuration;
    private final Predicate<String> willBeInstrumented;
    private final FiberRules rules;
    private final MethodResolution resolution;
    private final FiberLambdaReader lambdas;
    private final StraightMethods straight;

    private @Nullable ClassNode currentNode;
    private @Nullable ClassInfo current;
    private @Nullable SpecialCalls specialCalls; // for most classes nobody asks, and an idle agent never does
    private @Nullable NamedTypes named; // by the current class; made when it is first asked for
    private Set<String> lambdaBodies = Set.of();

    /**
     * For a build or a test: every class that isn't excluded and isn't the JDK's counts as instrumented.
     *
     * @param configuration what to instrument
     * @param classes finds the class files
     */
    public Classifier(Configuration configuration, ClassFileLocator classes) {
        this(configuration, new ClassInfoCache(classes));
    }

    /**
     * As {@link #Classifier(Configuration, ClassFileLocator)}, for the next class of the same build.
     *
     * @param configuration what to instrument; the same for all users of the cache
     * @param classes finds classes
     */
    public Classifier(Configuration configuration, ClassInfoCache classes) {
        this(configuration, classes, name -> !configuration.isExcluded(name) && !classes.isOfPlatform(name));
    }

    /**
     * The general form.
     *
     * @param configuration what to instrument; the same for all users of the cache
     * @param classes finds classes
     * @param willBeInstrumented a promise by internal name: if the class has fiber methods, they will have fiber entries.
     *     It isn't asked for classes that are instrumented already, nor for the one named by {@link #begin}
     */
    public Classifier(Configuration configuration, ClassInfoCache classes, Predicate<String> willBeInstrumented) {
        this.configuration = configuration;
        this.willBeInstrumented = willBeInstrumented;
        rules = new FiberRules(configuration, classes);
        resolution = new MethodResolution(rules);
        lambdas = new FiberLambdaReader(this, rules, resolution);
        straight = new StraightMethods(configuration, classes, rules);
    }

    /**
     * Cheap: may this class contain or need anything of ours? By a scan of its constant pool, and by its supertypes.
     *
     * @param classFile the class
     * @return false only if instrumentation wouldn't change it
     */
    public boolean isRelevant(byte[] classFile) {
        return isRelevant(new ConstantPoolScan(classFile));
    }

    /**
     * As {@link #isRelevant(byte[])}, where the scan has been made.
     *
     * @param scan of the class
     * @return false only if instrumentation wouldn't change it
     */
    public boolean isRelevant(ConstantPoolScan scan) {
        return scan.isRelevant(configuration, rules);
    }

    /**
     * Names the class that is being instrumented, as it is now; methods added to the node later aren't seen.
     *
     * @param owner the class
     */
    public void begin(ClassNode owner) {
        if (owner == currentNode) return;
        ClassInfo info = ClassInfoReader.of(owner);
        if (configuration.isFiberPackage(info.name)) StraightMethods.scan(info, owner, configuration.catalogue());
        currentNode = owner;
        current = info;
        named = null;
        rules.setCurrent(info);
        lambdaBodies = new HashSet<>(); // filled while it is asked; a body's own lambdas don't depend on it
        Set<String> bodies = new HashSet<>();
        for (MethodNode method : owner.methods) {
            for (AbstractInsnNode i : method.instructions) {
                FiberLambda lambda = i instanceof InvokeDynamicInsnNode indy ? fiberLambda(indy) : null;
                if (lambda != null && lambda.hasOwnBody())
                    bodies.add(lambda.implementation().getName()
                            + lambda.implementation().getDesc());
            }
        }
        lambdaBodies = bodies;
    }

    /**
     * Is this method a fiber method? It may be one and yet have too many parameters for a fiber entry, see
     * {@link #hasRoomForContinuation}.
     *
     * @param owner the class that is being instrumented
     * @param method declared by it
     */
    public boolean isFiberMethod(ClassNode owner, MethodNode method) {
        begin(owner);
        ClassInfo info = current();
        int declared = info.find(method.name, method.desc);
        return declared >= 0 && (lambdaBodies.contains(info.key(declared)) || rules.isFiberMethod(info, declared));
    }

    /**
     * Does this fiber method block a thread, so that its fiber entry calls the plain one in the I/O pool?
     *
     * @param owner the class that is being instrumented
     * @param method declared by it
     */
    public boolean isBlocking(ClassNode owner, MethodNode method) {
        begin(owner);
        int declared = current().find(method.name, method.desc);
        return declared >= 0 && rules.isBlocking(current(), declared);
    }

    /** As {@link #isBlocking(ClassNode, MethodNode)}, of a method as an instruction names it. */
    boolean isBlocking(String owner, String name, String descriptor) {
        return resolution.resolve(owner, name, descriptor).stream()
                .anyMatch(d -> rules.isBlocking(d.type(), d.method()));
    }

    /**
     * Is this method annotated as one that is instrumented, and as one that blocks? It can't be both.
     *
     * @param owner the class that is being instrumented
     * @param method declared by it
     */
    public boolean isContradictory(ClassNode owner, MethodNode method) {
        begin(owner);
        int declared = current().find(method.name, method.desc);
        return declared >= 0 && current().isBlocking(declared) && current().isAnnotated(declared);
    }

    /**
     * Would this method be a fiber method, had no other method, of its class or of one above, the signature of its fiber entry?
     *
     * @param owner the class that is being instrumented
     * @param method declared by it
     */
    public boolean isClash(ClassNode owner, MethodNode method) {
        begin(owner);
        int declared = current().find(method.name, method.desc);
        return declared >= 0 && rules.isClash(current(), declared);
    }

    /**
     * Does a call of this method, as an instruction names it, reach a fiber method that has a fiber entry at run time?
     *
     * @param owner an internal name, or the descriptor of an array
     * @param name the method's name
     * @param descriptor its plain descriptor
     */
    public boolean isFiberMethod(String owner, String name, String descriptor) {
        return isIntrinsic(owner, name, descriptor) || fiberMethod(owner, name, descriptor) != null;
    }

    private static boolean isIntrinsic(String owner, String name, String descriptor) {
        if (owner.equals(RuntimeAbi.CONTINUATION)) return RuntimeAbi.INTRINSICS.contains(name + descriptor);
        return owner.equals(RuntimeAbi.BLOCKING_CALL) && descriptor.equals("()V");
    }

    private @Nullable Declaration fiberMethod(String owner, String name, String descriptor) {
        boolean isOurs = owner.equals(RuntimeAbi.CONTINUATION) || owner.equals(RuntimeAbi.BLOCKING_CALL);
        if (isOurs || owner.startsWith("[") || name.startsWith("<") || owner.startsWith("java/")) return null;
        List<Declaration> withEntry = resolution.resolve(owner, name, descriptor).stream()
                .filter(this::hasFiberEntry)
                .toList();
        return MethodResolution.only(withEntry); // two unrelated default entries clash where a class inherits both
    }

    /**
     * As {@link #isFiberMethod(String, String, String)}, for a call in the class that is being instrumented.
     *
     * @param call the instruction
     */
    public boolean isFiberCall(MethodInsnNode call) {
        return target(call) != null;
    }

    /**
     * What a call in the class that is being instrumented reaches.
     *
     * @param call the instruction
     * @return null if it can't suspend
     */
    public @Nullable FiberTarget target(MethodInsnNode call) {
        if (isDirectFiberCall(call)) return FiberTarget.DIRECT;
        int opcode = call.getOpcode();
        if (opcode != Opcodes.INVOKEINTERFACE && opcode != Opcodes.INVOKEVIRTUAL) return null;
        String shadow = shadow(call.owner, call.name, call.desc);
        return shadow == null ? null : new FiberTarget(shadow);
    }

    /** The shadow that a receiver may implement if a call names this method; null if none can. */
    @Nullable
    String shadow(String owner, String name, String descriptor) {
        String key = name.concat(descriptor);
        if (owner.startsWith("java/")) return ShadowInterfaces.find(owner, key);
        if (owner.startsWith("[") || name.startsWith("<") || !ShadowInterfaces.hasMethod(key)) return null;
        Declaration only = MethodResolution.only(resolution.resolve(owner, name, descriptor));
        return only == null ? null : ShadowInterfaces.find(only.type().name, key);
    }

    /**
     * The shadows that the class being instrumented has to implement, so that calls through an interface of the JDK find the
     * fiber entries of its methods.
     *
     * @return internal names, in no particular order
     */
    public Set<String> shadows() {
        Set<String> found = new TreeSet<>();
        ClassInfo self = current();
        for (ClassInfo jdk : resolution.shadowed(self)) {
            for (String key : ShadowInterfaces.methods(jdk.name)) {
                int end = key.indexOf('(');
                Declaration only =
                        MethodResolution.only(resolution.resolve(self.name, key.substring(0, end), key.substring(end)));
                if (only != null && hasFiberEntry(only)) found.add(ShadowInterfaces.shadow(jdk.name));
            }
        }
        return found;
    }

    /** Does a method of the class being instrumented make a call that may suspend, or block, or might it loop for long? */
    boolean maySuspend(Handle own) {
        if (currentNode == null) return false;
        for (MethodNode method : currentNode.methods) {
            if (!method.name.equals(own.getName()) || !method.desc.equals(own.getDesc())) continue;
            if (configuration.loopPolls() && ControlFlow.mayLoop(method)) return true;
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof MethodInsnNode call && (isFiberCall(call) || isBlocking(call))) return true;
            }
        }
        return false;
    }

    /**
     * The class whose static factory is called in place of another's.
     *
     * @param owner internal name of the class that the code names
     * @param name the factory's name
     * @param descriptor its descriptor, and that of the one in its place
     * @return internal name; null if there is none, or if it isn't found
     */
    public @Nullable String factoryFor(String owner, String name, String descriptor) {
        Entry entry = configuration.catalogue().find(owner, name, descriptor);
        if (entry == null || entry.treatment() != Treatment.CREATE) return null;
        ClassInfo info = rules.find(entry.substitute());
        if (info == null) return null;
        int declared = info.find(name, descriptor);
        boolean isFactory =
                declared >= 0 && info.is(declared, Opcodes.ACC_PUBLIC) && info.is(declared, Opcodes.ACC_STATIC);
        return isFactory ? entry.substitute() : null;
    }

    /** Which calls of the JDK's are made in another way. */
    CallCatalogue catalogue() {
        return configuration.catalogue();
    }

    /**
     * What becomes of a call in a fiber method of the class being instrumented.
     *
     * @param call the instruction
     * @return null if it is a call like any other
     */
    public @Nullable SpecialCall specialCall(MethodInsnNode call) {
        if (specialCalls == null) {
            specialCalls = new SpecialCalls(
                    configuration.catalogue(), rules, resolution, c -> fiberMethod(c.owner, c.name, c.desc) != null);
        }
        return specialCalls.find(call);
    }

    /**
     * As {@link #specialCall(MethodInsnNode)}, for who has no instruction.
     *
     * @param opcode of the call
     * @param owner internal name
     * @param name the method's name
     * @param descriptor its descriptor
     * @return null if it is a call like any other
     */
    public @Nullable SpecialCall specialCall(int opcode, String owner, String name, String descriptor) {
        return specialCall(new MethodInsnNode(opcode, owner, name, descriptor, false));
    }

    private boolean isBlocking(MethodInsnNode call) {
        return configuration.catalogue().maySuspend(call.owner, call.name, call.desc);
    }

    /**
     * The class whose objects the class being instrumented creates in place of another's.
     *
     * @param type internal name of the class that the code names
     * @param constructor descriptor
     * @return internal name; null if there is none, or if it isn't found, or lacks the constructor
     */
    public @Nullable String createdFor(String type, String constructor) {
        String substitute = configuration.catalogue().createdFor(type);
        ClassInfo info = rules.find(substitute);
        if (info == null) return null;
        int declared = info.find("<init>", constructor);
        return declared >= 0 && info.is(declared, Opcodes.ACC_PUBLIC) ? substitute : null;
    }

    private boolean isDirectFiberCall(MethodInsnNode call) {
        String owner = call.owner;
        ClassInfo self = current();
        boolean superCall = call.getOpcode() == Opcodes.INVOKESPECIAL && !call.itf && !owner.equals(self.name);
        if (superCall && self.superName != null)
            owner = self.superName; // where the JVM begins, whatever the instruction names
        if (isIntrinsic(owner, call.name, call.desc)) return true;
        Declaration method = fiberMethod(owner, call.name, call.desc);
        return method != null && !(isFixed(method, call) && straight.contains(method));
    }

    /** Is this body the only one that the call can mean? */
    private static boolean isFixed(Declaration method, MethodInsnNode call) {
        return call.getOpcode() == Opcodes.INVOKESPECIAL
                || method.is(Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL)
                || (method.type().access & Opcodes.ACC_FINAL) != 0;
    }

    /**
     * May the receiver's class have another body for the method of a fiber call than the one that is found at build time?
     *
     * @param call the instruction
     */
    public boolean mayBeOverridden(MethodInsnNode call) {
        if (call.getOpcode() == Opcodes.INVOKESTATIC) return false;
        ClassInfo owner = rules.find(call.owner);
        if (owner != null && (owner.access & Opcodes.ACC_FINAL) != 0) return false;
        int fixed = Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        return resolution.resolve(call.owner, call.name, call.desc).stream().noneMatch(d -> d.is(fixed));
    }

    private boolean hasFiberEntry(Declaration d) {
        ClassInfo type = d.type();
        String descriptor = type.descriptor(d.method());
        if (type.hasUnreadableCode || !hasRoomForContinuation(d.is(Opcodes.ACC_STATIC), descriptor)) return false;
        if (type == current) {
            return lambdaBodies.contains(type.key(d.method())) || rules.isFiberMethod(type, d.method());
        }
        if (!rules.isFiberMethod(type, d.method())) return false;
        return type.instrumented || willBeInstrumented.test(type.name);
    }

    /**
     * Was a class made before Java 1.0.2? Code had another format then, which ASM doesn't read, so the class is left alone.
     *
     * @param version as ASM has it, with the minor version in the upper half
     * @return true for 45.0 to 45.2
     */
    public static boolean hasUnreadableCode(int version) {
        return (version & 0xffff) == (Opcodes.V1_1 & 0xffff) && version < Opcodes.V1_1;
    }

    /**
     * Can a method take one more parameter?
     *
     * @param isStatic whether it has no receiver
     * @param descriptor its plain descriptor
     */
    public static boolean hasRoomForContinuation(boolean isStatic, String descriptor) {
        int withReceiver = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
        return withReceiver - (isStatic ? 1 : 0) < MAX_SLOTS;
    }

    /**
     * Reads the lambda that an instruction of the class being instrumented makes.
     *
     * @param indy any {@code invokedynamic}
     * @return null unless it is a non-serializable lambda or method reference whose functional interface method is a
     *     fiber method, and can be made by a class of ours
     */
    public @Nullable FiberLambda fiberLambda(InvokeDynamicInsnNode indy) {
        return lambdas.read(current(), indy);
    }

    /**
     * Which methods does the class being instrumented inherit from unrelated interfaces, each with a fiber entry? The JVM wouldn't
     * choose among those.
     *
     * @return the plain methods
     */
    public Set<MethodKey> inheritedTwice() {
        return new ForeignEntries(rules, resolution, this::hasFiberEntry).inheritedTwice(current(), true);
    }

    /**
     * Which fiber entries must call the plain method, in a class that is seen but not instrumented? Those that it has by being
     * generated, and those that it inherits twice.
     *
     * @param scan of the class
     * @return fiber entries; empty if the class is instrumented already
     */
    public Set<MethodKey> foreignEntries(ConstantPoolScan scan) {
        boolean mayInherit = !scan.header().interfaces().isEmpty() && rules.mayHaveFiberMethods(scan.header());
        if (!mayInherit && !scan.namesFiberEntry()) return Set.of();
        ClassInfo type = ClassInfoReader.read(scan.classFile());
        if (type.instrumented) return Set.of();
        rules.setCurrent(type);
        ForeignEntries entries = new ForeignEntries(rules, resolution, d -> d.type() != type && hasFiberEntry(d));
        Set<MethodKey> found = entries.forwarded(type);
        for (MethodKey plain : entries.inheritedTwice(type, false)) found.add(plain.fiberEntry());
        return found;
    }

    /**
     * Might a {@code checkcast} to this type fail in this class because the type isn't accessible?
     *
     * @param fromClass internal name
     * @param type internal name, or descriptor of an array
     * @return also true if the type isn't found, unless the class being instrumented names it itself: there it is either
     *     accessible, or missing at run time too, where only null can have it
     */
    public boolean isInaccessible(String fromClass, String type) {
        Type element = Type.getObjectType(type);
        if (element.getSort() == Type.ARRAY) element = element.getElementType();
        if (element.getSort() != Type.OBJECT) return false;
        String name = element.getInternalName();
        if (ClassInfo.samePackage(fromClass, name)) return false;
        ClassInfo info = rules.find(name);
        return info == null ? !isNamedHere(name) : !info.isPublic();
    }

    private boolean isNamedHere(String type) {
        if (currentNode == null) return false;
        if (named == null) named = new NamedTypes(currentNode);
        return named.contains(type);
    }

    /**
     * The nearest class that two types extend, as the verifier takes it: Object if one of them is an interface.
     *
     * @param one internal name of a class or interface
     * @param other another
     * @return internal name, or null if the class file of one of their superclasses isn't found
     */
    public @Nullable String commonSuperclass(String one, String other) {
        ClassInfo first = rules.find(one);
        ClassInfo second = rules.find(other);
        if (first != null && first.isInterface() || second != null && second.isInterface()) return "java/lang/Object";
        Set<String> above = new HashSet<>();
        above.add(one);
        for (ClassInfo c = first; c != null && c.superName != null && above.add(c.superName); )
            c = rules.find(c.superName);
        String candidate = other;
        for (ClassInfo c = second; !above.contains(candidate); c = rules.find(candidate)) {
            if (c == null || c.superName == null) return null;
            candidate = c.superName;
        }
        return candidate.equals("java/lang/Object") && !above.contains(candidate) ? null : candidate;
    }

    /**
     * Might instances of the class being instrumented be serialized?
     *
     * @return also true if a supertype isn't found
     */
    public boolean isSerializable() {
        Deque<String> open = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        for (ClassInfo type = current(); type != null; type = rules.find(open.poll())) {
            if (type.name.equals("java/io/Serializable")) return true;
            if (type.superName != null && seen.add(type.superName)) open.add(type.superName);
            for (String i : type.interfaces) if (seen.add(i)) open.add(i);
            if (open.isEmpty()) return false;
        }
        return true;
    }

    /**
     * Is this a class of throwables?
     *
     * @param type internal name
     * @return false if a superclass isn't found
     */
    public boolean isThrowable(String type) {
        return rules.isThrowable(type);
    }

    private ClassInfo current() {
        if (current == null) throw new IllegalStateException("begin() wasn't called");
        return current;
    }
}
