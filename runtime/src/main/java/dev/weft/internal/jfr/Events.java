// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** The events, see {@link Recording}. */
final class Events {
    private static final CallEvent CALLS = new CallEvent();
    private static final PinnedEvent PINNED = new PinnedEvent();

    private Events() {}

    static @Nullable Object beginCall() {
        if (!CALLS.isEnabled()) return null;
        CallEvent event = new CallEvent();
        event.begin();
        return event;
    }

    static void endCall(Object begun, String pool, String fiber) {
        CallEvent event = (CallEvent) begun;
        event.end();
        if (!event.shouldCommit()) return;
        event.pool = pool;
        event.fiber = fiber;
        event.commit();
    }

    static @Nullable Object beginPinned() {
        if (!PINNED.isEnabled()) return null;
        PinnedEvent event = new PinnedEvent();
        event.begin();
        return event;
    }

    static void endPinned(Object begun, String fiber) {
        PinnedEvent event = (PinnedEvent) begun;
        event.end();
        if (!event.shouldCommit()) return;
        event.fiber = fiber;
        event.commit();
    }

    static void compensated(String carrier, String reason) {
        CompensationEvent event = new CompensationEvent();
        if (!event.shouldCommit()) return;
        event.carrier = carrier;
        event.reason = reason;
        event.commit();
    }

    @Name("dev.weft.BlockingCall")
    @Label("Blocking Call")
    @Category("Weft")
    @Description("A fiber has made a call that blocks its thread")
    @Threshold("20 ms")
    static final class CallEvent extends Event {
        @Label("Pool")
        @Nullable
        String pool;

        @Label("Fiber")
        @Nullable
        String fiber;
    }

    @Name("dev.weft.Pinned")
    @Label("Pinned")
    @Category("Weft")
    @Description("A fiber has waited where it can't be suspended, and blocked its carrier")
    @Threshold("20 ms")
    static final class PinnedEvent extends Event {
        @Label("Fiber")
        @Nullable
        String fiber;
    }

    @Name("dev.weft.Compensation")
    @Label("Compensation")
    @Category("Weft")
    @Description("A carrier has given up its place, so that another may run fibers")
    @StackTrace(false)
    static final class CompensationEvent extends Event {
        @Label("Carrier")
        @Nullable
        String carrier;

        @Label("Reason")
        @Nullable
        String reason;
    }
}
