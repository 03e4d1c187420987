// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.CarrierThread;
import org.jspecify.annotations.Nullable;

/**
 * What a fiber has of its own of that which is a thread's elsewhere: thread locals, a context class loader, an interrupt flag. Few
 * fibers have any.
 */
final class Identity {
    /*
     * Ownership: the fiber's carrier, or who is about to start the fiber. The locals are here while the fiber isn't mounted, and on the
     * carrier else; they are on one carrier at a time, as the fiber is.
     */

    /** What a fiber has that was given no other. */
    static final ClassLoader USUAL_LOADER = ClassLoader.getSystemClassLoader();

    @Nullable
    ClassLoader loader = USUAL_LOADER;

    private @Nullable Object locals;
    private @Nullable Object inheritable;
    private boolean interrupted;

    /** What a fiber begins with that a thread starts, for itself or for the fiber that it carries; null for nothing of its own. */
    static @Nullable Identity inherited(Thread starter, @Nullable ClassLoader loader) {
        Object inheritable = ThreadMaps.ACCESSIBLE ? ThreadMaps.inherited(starter) : null;
        if (inheritable == null && loader == USUAL_LOADER) return null;
        Identity identity = new Identity();
        identity.inheritable = inheritable;
        identity.loader = loader;
        return identity;
    }

    /** Whether a carrier has thread locals, its own or its fiber's. */
    static boolean isOn(CarrierThread carrier) {
        return ThreadMaps.ACCESSIBLE && ThreadMaps.hasAny(carrier);
    }

    /** By the carrier, before the fiber runs on it. */
    void mount(CarrierThread carrier) {
        if (locals != null) CarrierLocals.mount(carrier, locals);
        if (inheritable != null) ThreadMaps.setInheritable(carrier, inheritable);
        if (interrupted) carrier.interrupt();
    }

    /**
     * By the carrier, before the fiber can run elsewhere.
     *
     * @param identity null if the fiber had none
     * @return the same, or a new one if the fiber needs one now, or null if it has nothing of its own any more
     */
    static @Nullable Identity unmount(CarrierThread carrier, @Nullable Identity identity) {
        Object locals = null;
        Object inheritable = null;
        if (ThreadMaps.ACCESSIBLE) {
            locals = CarrierLocals.unmount(carrier);
            inheritable = ThreadMaps.inheritable(carrier);
            if (inheritable != null) ThreadMaps.setInheritable(carrier, null);
        }
        boolean interrupted = Thread.interrupted();
        boolean isUsual = identity == null || identity.loader == USUAL_LOADER;
        if (isUsual && locals == null && inheritable == null && !interrupted) return null;
        Identity result = identity == null ? new Identity() : identity;
        result.locals = locals;
        result.inheritable = inheritable;
        result.interrupted = interrupted;
        return result;
    }

    /** Whether the fiber was interrupted when it was unmounted. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** For want of memory, say: nobody's locals are left on the carrier. */
    static void discard(CarrierThread carrier) {
        if (!ThreadMaps.ACCESSIBLE) return;
        CarrierLocals.discard(carrier);
        ThreadMaps.setInheritable(carrier, null);
    }
}
