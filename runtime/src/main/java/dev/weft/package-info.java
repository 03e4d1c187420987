// SPDX-License-Identifier: Apache-2.0
/**
 * Fibers for the JVM: plain blocking code, run by a few carrier threads.
 *
 * <p>{@link dev.weft.Weft} starts routines, {@link dev.weft.Fiber} marks the methods that may block in one,
 * {@link dev.weft.Routine} is a routine's handle, {@link dev.weft.Scheduler} is where they run. Channels, selects and timers are in {@code
 * dev.weft.channel}; contexts and scopes in {@code dev.weft.context}; locks and groups in {@code dev.weft.sync}; and the locks and queues of
 * {@code java.util.concurrent}, for fibers, in {@code dev.weft.sync.concurrent}.
 *
 * <p>May depend on everything below {@code dev.weft.internal}. Ordering: this package delegates and has no shared state
 * of its own but for the registry of failures, which says how it is guarded.
 */
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
