// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.abi.Continuation;
import dev.weft.internal.util.WeftProperties;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out where and why a fiber is pinned, and says so once for each site. */
public final class Pinning {
    // with hidden frames, those of reflection and of plain lambdas: it is they that make the call foreign
    private static final StackWalker WALKER = StackWalker.getInstance(
            Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));
    private static final String RUNTIME = "dev.weft.";
    private static final Set<PinnedAt> SEEN = ConcurrentHashMap.newKeySet();
    private static final List<Consumer<PinnedAt>> LISTENERS = new CopyOnWriteArrayList<>();

    private Pinning() {}

    /**
     * Has each site reported to a listener too, for tests.
     *
     * @param listener called by the pinned thread, the first time for each site
     * @return ends it
     */
    public static Runnable listen(Consumer<PinnedAt> listener) {
        LISTENERS.add(listener);
        return () -> LISTENERS.remove(listener);
    }

    /** Called by a carrier whose fiber is about to block it. */
    static void report() {
        report(WALKER.walk(frames -> Pinning.find(frames.toList())));
    }

    /** Called by a carrier which owns a lock for its fiber, and is about to wait with it, in these calls. */
    static void reportLock(StackTraceElement[] calls) {
        StackTraceElement site = calls[calls.length - 1];
        for (int i = calls.length; --i >= 0 && !calls[i].getClassName().startsWith(RUNTIME); ) site = calls[i];
        report(new PinnedAt(
                site.getClassName(),
                site.getMethodName(),
                site.getLineNumber(),
                PinReason.LOCK,
                calls[0].getClassName() + "." + calls[0].getMethodName()));
    }

    /**
     * Called when a carrier was seen to be blocked though nobody has said that it was going to be. If it still is, that is reported.
     * The site is the innermost frame of the program's own. Nothing can be thrown where it is.
     */
    static void reportBlocked(Thread carrier) {
        StackTraceElement[] calls = BlockedThread.calls(carrier);
        for (int i = 0; i < calls.length; i++) {
            if (calls[i].getClassName().startsWith(RUNTIME + "internal.")) return; // a wait of Weft's
            if (isOfJdk(calls[i])) continue;
            PinnedAt site = new PinnedAt(
                    calls[i].getClassName(),
                    calls[i].getMethodName(),
                    calls[i].getLineNumber(),
                    PinReason.BLOCKED,
                    i == 0
                            ? "a monitor that another thread holds"
                            : calls[i - 1].getClassName() + "." + calls[i - 1].getMethodName());
            if (isNew(site) && !WeftProperties.PINNED.value().equals("silent")) print(site);
            return;
        }
    }

    private static boolean isOfJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    private static boolean isNew(PinnedAt site) {
        boolean isNew = SEEN.add(site);
        if (isNew) for (Consumer<PinnedAt> listener : LISTENERS) listener.accept(site);
        return isNew;
    }

    private static void print(PinnedAt site) {
        System.err.println("[weft] " + site);
    }

    private static void report(PinnedAt site) {
        String policy = WeftProperties.PINNED.value();
        boolean isNew = isNew(site);
        switch (policy) {
            case "fail" -> throw new IllegalStateException(site + "; -Dweft.pinned=fail is set");
            case "silent" -> {}
            case "warn" -> {
                if (isNew) print(site);
            }
            default ->
                throw new IllegalArgumentException(
                        WeftProperties.PINNED.key() + "=" + policy + " is none of warn, fail, silent");
        }
    }

    /**
     * The innermost fiber entry has made a plain call: it is the site, and what it called is the reason. An entry that does
     * nothing but call the plain method of its name, as that of a synchronized method, isn't a site; its caller is. Nor is
     * a bridge.
     */
    private static PinnedAt find(List<StackFrame> frames) {
        StackFrame inner = null;
        StackFrame innerOfInner = null;
        StackFrame forwardedTo = null;
        StackFrame calledByForwarded = null;
        for (StackFrame frame : frames) {
            boolean isRuntime = frame.getDeclaringClass() == FiberStrand.class; // the end of the fiber's own code
            if (inner != null && isFiberCode(frame) && !isRuntime) {
                if (!forwards(frame, inner))
                    return at(frame, forwardedTo == null ? inner : forwardedTo, forwardedTo != null);
                if (forwardedTo == null) {
                    forwardedTo = inner;
                    calledByForwarded = innerOfInner;
                }
            } else if (isRuntime) {
                break;
            }
            innerOfInner = inner;
            inner = frame;
        }
        if (forwardedTo != null && isLambdaOf(forwardedTo, calledByForwarded)) forwardedTo = calledByForwarded;
        if (forwardedTo != null) return at(forwardedTo, forwardedTo, true);
        StackFrame outermost = inner == null ? frames.get(frames.size() - 1) : inner;
        return at(outermost, outermost, false);
    }

    /** Whether the frame is of a lambda's hidden class, whose name says nothing, and the other of the lambda's plain body. */
    private static boolean isLambdaOf(StackFrame frame, @Nullable StackFrame body) {
        return body != null
                && frame.getDeclaringClass().isHidden()
                && declared(body, body.getMethodType().appendParameterTypes(Continuation.class)) == null;
    }

    private static boolean forwards(StackFrame frame, StackFrame callee) {
        if (!frame.getMethodName().equals(callee.getMethodName())) return false;
        if (frame.getLineNumber() < 0) return true;
        MethodType type = frame.getMethodType();
        MethodType plain = type.dropParameterTypes(type.parameterCount() - 1, type.parameterCount());
        for (Method method : frame.getDeclaringClass().getDeclaredMethods()) {
            if (method.isBridge()
                    && method.getName().equals(frame.getMethodName())
                    && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                            .equals(plain)) return true;
        }
        return false;
    }

    private static boolean isFiberCode(StackFrame frame) {
        MethodType type = frame.getMethodType();
        int n = type.parameterCount();
        return n > 0 && type.parameterType(n - 1) == Continuation.class;
    }

    private static PinnedAt at(StackFrame site, StackFrame callee, boolean isForwarded) {
        return new PinnedAt(
                site.getClassName(),
                site.getMethodName(),
                site.getLineNumber(),
                reason(callee, isForwarded),
                describe(callee));
    }

    private static PinReason reason(StackFrame callee, boolean isForwarded) {
        if (callee.getMethodName().equals("<init>")) return PinReason.CONSTRUCTOR;
        if (callee.getMethodName().equals("<clinit>")) return PinReason.CLASS_INITIALIZER;
        Method entry = declared(callee, callee.getMethodType().appendParameterTypes(Continuation.class));
        if (entry == null || !entry.isSynthetic()) return PinReason.FOREIGN_FRAME; // a proxy's isn't
        if (!isForwarded) return PinReason.SYNCHRONIZED;
        Method plain = declared(callee, callee.getMethodType());
        return plain != null && Modifier.isSynchronized(plain.getModifiers())
                ? PinReason.SYNCHRONIZED
                : PinReason.NOT_INSTRUMENTABLE;
    }

    private static @Nullable Method declared(StackFrame frame, MethodType type) {
        try {
            return frame.getDeclaringClass().getDeclaredMethod(frame.getMethodName(), type.parameterArray());
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static String describe(StackFrame callee) {
        return callee.getClassName() + "." + callee.getMethodName();
    }

    /** Why a fiber can't be unwound. */
    public enum PinReason {
        /** Fiber code has called a method that isn't instrumented. */
        FOREIGN_FRAME("a frame that isn't instrumented"),
        /** A constructor runs. */
        CONSTRUCTOR("a constructor"),
        /** A class is being initialised. */
        CLASS_INITIALIZER("a class initializer"),
        /** A monitor is held. */
        SYNCHRONIZED("code that holds a monitor"),
        /** A lock is held that belongs to the thread, such as a {@code ReentrantLock}. */
        LOCK("a lock that belongs to the thread"),
        /** The carrier was found blocked, in a call that isn't known to block. */
        BLOCKED("a call that isn't known to block"),
        /** A fiber method is too large, or the like, for a body that can be suspended. */
        NOT_INSTRUMENTABLE("a method that can't be instrumented");

        private final String text;

        PinReason(String text) {
            this.text = text;
        }
    }

    /**
     * A place where a fiber is pinned.
     *
     * @param className of the fiber code that made the call
     * @param method likewise
     * @param line likewise, negative if not known
     * @param reason why the callee can't be unwound
     * @param callee what was called
     */
    public record PinnedAt(
            String className,
            String method,
            int line,
            PinReason reason,
            @Nullable String callee) {
        @Override
        public String toString() {
            return "a fiber blocks its carrier in " + className + "." + method + (line < 0 ? "" : ":" + line)
                    + ", below " + reason.text + ": " + callee;
        }
    }
}
