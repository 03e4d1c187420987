// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.abi;

import java.util.Set;

/**
 * Every name of the runtime that instrumented code refers to, as class files write it.
 *
 * <p>The instrumenter isn't compiled against the runtime; a test resolves each entry.
 */
public final class RuntimeAbi {
    /** Stands in the class attribute {@link #ATTRIBUTE}; changes with everything that changes here. */
    public static final int VERSION = 4;

    /** The class attribute that marks an instrumented class: a u2, the version. */
    public static final String ATTRIBUTE = "dev.weft.abi";

    /** Descriptor of the annotation that makes a method a fiber method. */
    public static final String FIBER_ANNOTATION = "Ldev/weft/Fiber;";

    /** The package whose classes are never instrumented, since they are what instrumented code links to. */
    public static final String PACKAGE = "dev/weft/abi/";

    /** The hidden last parameter. */
    public static final String CONTINUATION = PACKAGE + "Continuation";

    /** Descriptor of {@link #CONTINUATION}. */
    public static final String CONTINUATION_DESCRIPTOR = "L" + CONTINUATION + ";";

    /** {@code boolean} field of {@link #CONTINUATION}, tested after each suspension point. */
    public static final String ATTENTION = "attention";

    /** Descriptor of the annotation of methods that block a thread. */
    public static final String BLOCKING_ANNOTATION = "Ldev/weft/Blocking;";

    /**
     * Prefix of {@code static void keepX(x, Continuation)}, which a resumed activation calls with its result, and any activation with
     * that of a call after which {@link #ATTENTION} is set, before it saves itself. X is Ref, Int, Long, Float or Double.
     */
    public static final String KEEP = "keep";

    /** Intrinsic: {@code void yieldIfDue()}, for loops that have no suspension point. */
    public static final String YIELD_IF_DUE = "yieldIfDue";

    /** {@code static void readAttention(Continuation)}, for loops that have one. */
    public static final String READ_ATTENTION = "readAttention";

    /** Of {@link #READ_ATTENTION}. */
    public static final String READ_ATTENTION_DESCRIPTOR = "(" + CONTINUATION_DESCRIPTOR + ")V";

    /** Intrinsic: {@code Continuation current()}; never suspends. */
    public static final String CURRENT = "current";

    /** Descriptor of {@link #CURRENT}. */
    public static final String CURRENT_DESCRIPTOR = "()" + CONTINUATION_DESCRIPTOR;

    /** Intrinsic: {@code void suspend()}. */
    public static final String SUSPEND = "suspend";

    /** Intrinsic: {@code void poll()}. */
    public static final String POLL = "poll";

    /** {@code Object body()}, whose fiber entry is declared by hand. */
    public static final String BODY = "body";

    /** Names in {@link #CONTINUATION} of the methods that have hand-written fiber entries. */
    public static final Set<String> INTRINSICS = Set.of(
            CURRENT + CURRENT_DESCRIPTOR,
            SUSPEND + "()V",
            POLL + "()V",
            YIELD_IF_DUE + "()V",
            BODY + "()Ljava/lang/Object;");

    /** {@code static void completeStackTrace(Throwable, Continuation)}. */
    public static final String COMPLETE_STACK_TRACE = "completeStackTrace";

    /** Descriptor of {@link #COMPLETE_STACK_TRACE}. */
    public static final String COMPLETE_STACK_TRACE_DESCRIPTOR =
            "(Ljava/lang/Throwable;" + CONTINUATION_DESCRIPTOR + ")V";

    /** Prefix of {@code x takeX()}; X is as for {@link #KEEP}, or Void. */
    public static final String TAKE = "take";

    /** A saved activation. */
    public static final String FRAME = PACKAGE + "Frame";

    /** {@code int} field of {@link #FRAME}. */
    public static final String STATE = "state";

    /** The parameters of each resume entry. */
    public static final String RESUME_PARAMETERS = "(L" + FRAME + ";" + CONTINUATION_DESCRIPTOR + ")";

    /** Descriptor of what an activation's frame comes from, a {@link #FRAME} or a {@link #RESUMER}. */
    public static final String ORIGIN_DESCRIPTOR = "L" + PACKAGE + "Origin;";

    /** Enters resume entries. */
    public static final String RESUMER = PACKAGE + "Resumer";

    /** The name of each bootstrap method. */
    public static final String BOOTSTRAP = "bootstrap";

    /**
     * The descriptor of each bootstrap method. It tells nothing of the arguments, since it stands in each instrumented class, and
     * one that did would be 140 to 180 bytes for each method.
     */
    public static final String BOOTSTRAP_DESCRIPTOR = "([Ljava/lang/Object;)Ljava/lang/Object;";

    /** Tests receivers at fiber entries. */
    public static final String OVERRIDE_GUARD = PACKAGE + "OverrideGuard";

    /** {@code static boolean honours(Object receiver, String owner, String method, String plainDescriptor)} of the guard. */
    public static final String HONOURS = "honours";

    /** Descriptor of {@link #HONOURS}, for class files that can't hold {@code invokedynamic}. */
    public static final String HONOURS_DESCRIPTOR =
            "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)Z";

    /** Tests receivers of calls. */
    public static final String RECEIVER_GUARD = PACKAGE + "ReceiverGuard";

    /** {@code static boolean refuses(Object[, Class])} of {@link #RECEIVER_GUARD}: must the plain method be called? */
    public static final String REFUSES = "refuses";

    /** Descriptor of {@link #REFUSES} for calls by an interface. */
    public static final String REFUSES_DESCRIPTOR = "(Ljava/lang/Object;)Z";

    /** Descriptor of {@link #REFUSES} for calls by a class, and of {@link #REFUSES_SUPER}. */
    public static final String REFUSES_CLASS_DESCRIPTOR = "(Ljava/lang/Object;Ljava/lang/Class;)Z";

    /** {@code static boolean refusesSuper(Object, Class)} of {@link #RECEIVER_GUARD}. */
    public static final String REFUSES_SUPER = "refusesSuper";

    /** Name of the private static method, without parameters or result, that {@link #RECEIVER_GUARD} knows our classes by. */
    public static final String MARK = "weft$instrumented";

    /** Undoes the interception of fiber entries. */
    public static final String FIBER_ENTRIES = PACKAGE + "FiberEntries";

    /** Internal name of the class that tells a mock maker which thread is the current one. */
    public static final String MOCK_THREAD = "dev/weft/internal/fiber/MockThread";

    /** {@code static Thread current()} of {@link #MOCK_THREAD}. */
    public static final String CURRENT_MOCK_THREAD = "current";

    /** Descriptor of {@link #CURRENT_MOCK_THREAD}. */
    public static final String CURRENT_MOCK_THREAD_DESCRIPTOR = "()Ljava/lang/Thread;";

    /** {@code static Method plainMethod(Method)} of {@link #FIBER_ENTRIES}. */
    public static final String PLAIN_METHOD = "plainMethod";

    /** Descriptor of {@link #PLAIN_METHOD}. */
    public static final String PLAIN_METHOD_DESCRIPTOR = "(Ljava/lang/reflect/Method;)Ljava/lang/reflect/Method;";

    /** {@code static Object[] plainArguments(Method, Object[])} of {@link #FIBER_ENTRIES}. */
    public static final String PLAIN_ARGUMENTS = "plainArguments";

    /** Descriptor of {@link #PLAIN_ARGUMENTS}. */
    public static final String PLAIN_ARGUMENTS_DESCRIPTOR =
            "(Ljava/lang/reflect/Method;[Ljava/lang/Object;)[Ljava/lang/Object;";

    /** Prefix of the shapes with a fixed number of slots: {@code FrameR2$L1}. */
    public static final String FRAME_SHAPE = PACKAGE + "FrameR";

    /** The shape of any size. */
    public static final String FRAME_ARRAY = PACKAGE + "FrameArray";

    /** Defines the classes of fiber lambdas. */
    public static final String FIBER_LAMBDAS = PACKAGE + "FiberLambdas";

    /** Prefix of the interfaces that shadow those of the JDK; the simple name of the JDK's follows. */
    public static final String SHADOW = PACKAGE + "Shadows$Fiber";

    /** Moves a fiber to a thread that may block, and back. */
    public static final String BLOCKING_CALL = PACKAGE + "BlockingCall";

    /** {@code static void enter()} of {@link #BLOCKING_CALL}, which has a hand-written fiber entry. */
    public static final String ENTER = "enter";

    /** {@code static void exit()} of {@link #BLOCKING_CALL}, which has a hand-written fiber entry. */
    public static final String EXIT = "exit";

    /** {@code static boolean mayBlock(Object receiver)} of {@link #BLOCKING_CALL}. */
    public static final String MAY_BLOCK = "mayBlock";

    /** Descriptor of {@link #MAY_BLOCK}. */
    public static final String MAY_BLOCK_DESCRIPTOR = "(Ljava/lang/Object;)Z";

    private RuntimeAbi() {}

    /**
     * The fiber entry's descriptor.
     *
     * @param plainDescriptor the plain entry's
     * @return the same with the continuation as last parameter
     */
    public static String fiberDescriptor(String plainDescriptor) {
        int end = 1;
        while (plainDescriptor.charAt(end) != ')') { // a class name may have one too
            int last = plainDescriptor.charAt(end) == 'L' ? plainDescriptor.indexOf(';', end) : end;
            if (last < 0) throw new IllegalArgumentException("malformed descriptor " + plainDescriptor);
            end = last + 1;
        }
        return plainDescriptor.substring(0, end) + CONTINUATION_DESCRIPTOR + plainDescriptor.substring(end);
    }
}
