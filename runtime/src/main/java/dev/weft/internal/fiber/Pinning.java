// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.abi.Continuation;
import dev.weft.internal.util.WeftProperties;
import java.lang.StackWalker.StackFrame;
import java.lang.invoke.MethodType;
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
        String policy = WeftProperties.PINNED.value();
        PinnedAt site = WALKER.walk(frames -> Pinning.find(frames.toList()));
        boolean isNew = SEEN.add(site);
        if (isNew) for (Consumer<PinnedAt> listener : LISTENERS) listener.accept(site);
        switch (policy) {
            case "fail" -> throw new IllegalStateException(site + "; -Dweft.pinned=fail is set");
            case "silent" -> {}
            case "warn" -> {
                if (isNew) System.err.println("[weft] " + site);
            }
            default ->
                throw new IllegalArgumentException(
                        WeftProperties.PINNED.key() + "=" + policy + " is none of warn, fail, silent");
        }
    }

    /** The innermost fiber entry has made a plain call: it is the site, and what it called is the reason. */
    private static PinnedAt find(List<StackFrame> frames) {
        StackFrame inner = null;
        for (StackFrame frame : frames) {
            MethodType type = frame.getMethodType();
            int n = type.parameterCount();
            boolean isFiberCode = n > 0 && type.parameterType(n - 1) == Continuation.class;
            if (isFiberCode && inner != null) return at(frame, inner);
            inner = frame;
        }
        StackFrame outermost = frames.get(frames.size() - 1);
        return at(outermost, outermost);
    }

    private static PinnedAt at(StackFrame site, StackFrame callee) {
        return new PinnedAt(
                site.getClassName(), site.getMethodName(), site.getLineNumber(), reason(callee), describe(callee));
    }

    private static PinReason reason(StackFrame callee) {
        if (callee.getMethodName().equals("<init>")) return PinReason.CONSTRUCTOR;
        if (callee.getMethodName().equals("<clinit>")) return PinReason.CLASS_INITIALIZER;
        return hasFiberEntry(callee) ? PinReason.SYNCHRONIZED : PinReason.FOREIGN_FRAME;
    }

    private static boolean hasFiberEntry(StackFrame callee) {
        MethodType fiber = callee.getMethodType().appendParameterTypes(Continuation.class);
        try {
            return callee.getDeclaringClass().getDeclaredMethod(callee.getMethodName(), fiber.parameterArray()) != null;
        } catch (NoSuchMethodException e) {
            return false;
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
        SYNCHRONIZED("code that holds a monitor");

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
