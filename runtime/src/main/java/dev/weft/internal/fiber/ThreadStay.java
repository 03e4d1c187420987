// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The stay of a thread that carries no fiber. */
final class ThreadStay extends Stay {
    private static final ThreadLocal<@Nullable ThreadStay> CURRENT = new ThreadLocal<>();

    private final Thread thread = Thread.currentThread();
    private final @Nullable ThreadStay before;

    private ThreadStay(@Nullable Ambient ambient, @Nullable ThreadStay before) {
        super(ambient);
        this.before = before;
    }

    /** Where the current thread is; null for none. */
    static @Nullable Ambient ofCurrentThread() {
        ThreadStay stay = CURRENT.get();
        return stay == null ? null : stay.ambient();
    }

    static ThreadStay enter(@Nullable Ambient ambient) {
        ThreadStay stay = new ThreadStay(ambient, CURRENT.get());
        CURRENT.set(stay);
        boolean unused = stay.listen();
        BlockedCall.moved(stay.thread, ambient);
        return stay;
    }

    @Override
    protected void cancelled(Throwable cause) {
        VarHandle.fullFence(); // to give a permit again may be a mere read
        LockSupport.unpark(thread);
        BlockedCall.interruptIfCancelled(thread);
    }

    @Override
    public boolean isCurrent() {
        return CURRENT.get() == this;
    }

    @Override
    public boolean isOpen() {
        ThreadStay open = CURRENT.get();
        while (open != null && open != this) open = open.before;
        return open != null;
    }

    @Override
    public void end() {
        stopListening();
        if (before == null) CURRENT.remove();
        else CURRENT.set(before);
        BlockedCall.moved(thread, before == null ? null : before.ambient());
    }
}
