// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.sched.CarrierThread;
import org.jspecify.annotations.Nullable;

/** What a fiber has of its own of that which is a thread's elsewhere: thread locals, a context class loader. Few fibers have any. */
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
    }

    /** By the carrier, before the fiber can run elsewhere. Gives what it has been given, or one that was made now, or null for want of need. */
    static @Nullable Identity unmount(CarrierThread carrier, @Nullable Identity identity) {
        if (!ThreadMaps.ACCESSIBLE) return identity;
        Object locals = CarrierLocals.unmount(carrier);
        Object inheritable = ThreadMaps.inheritable(carrier);
        if (inheritable != null) ThreadMaps.setInheritable(carrier, null);
        Identity result = identity;
        if (result == null) {
            if (locals == null && inheritable == null) return null;
            result = new Identity();
        }
        result.locals = locals;
        result.inheritable = inheritable;
        return result;
    }

    /** For want of memory, say: nobody's locals are left on the carrier. */
    static void discard(CarrierThread carrier) {
        if (!ThreadMaps.ACCESSIBLE) return;
        CarrierLocals.discard(carrier);
        ThreadMaps.setInheritable(carrier, null);
    }

    /** The fiber has ended: what it had is garbage, although somebody may keep the fiber. */
    void forget() {
        locals = null;
        inheritable = null;
        loader = null;
    }
}
