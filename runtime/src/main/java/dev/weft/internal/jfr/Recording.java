// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.jfr;

import org.jspecify.annotations.Nullable;

/**
 * Tells JDK Flight Recorder of what costs threads. Without the module {@code jdk.jfr} nothing is recorded, and while nothing is
 * recorded each call costs a branch or two.
 *
 * <p>By any thread. Doesn't wait.
 */
public final class Recording {
    /*
     * The classes of events extend one of the module, so they are named nowhere but in Events, and that is used only where the module
     * is there. An event that nobody asked for isn't made: the JVM writes isEnabled() anew when a recording begins.
     */

    private static final boolean IS_POSSIBLE = isPossible();

    private Recording() {}

    private static boolean isPossible() {
        try {
            return Class.forName("jdk.jfr.Event", false, null) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Whether the module is there.
     *
     * @return always the same
     */
    public static boolean isAvailable() {
        return IS_POSSIBLE;
    }

    /**
     * A fiber begins a blocking call.
     *
     * @return for {@link #endCall}; null if it isn't recorded
     */
    public static @Nullable Object beginCall() {
        return IS_POSSIBLE ? Events.beginCall() : null;
    }

    /**
     * Ends a call. By the thread that has begun it.
     *
     * @param event of {@link #beginCall}
     * @param pool where it has counted
     * @param fiber who has made it
     */
    public static void endCall(Object event, String pool, String fiber) {
        Events.endCall(event, pool, fiber);
    }

    /**
     * A pinned fiber begins to wait.
     *
     * @return for {@link #endPinned}; null if it isn't recorded
     */
    public static @Nullable Object beginPinned() {
        return IS_POSSIBLE ? Events.beginPinned() : null;
    }

    /**
     * Ends a wait. By the thread that has begun it.
     *
     * @param event of {@link #beginPinned}
     * @param fiber who has waited
     */
    public static void endPinned(Object event, String fiber) {
        Events.endPinned(event, fiber);
    }

    /**
     * A carrier has given up its place.
     *
     * @param carrier its name
     * @param reason why
     */
    public static void compensated(String carrier, String reason) {
        if (IS_POSSIBLE) Events.compensated(carrier, reason);
    }
}
