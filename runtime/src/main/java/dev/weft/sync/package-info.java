// SPDX-License-Identifier: Apache-2.0
/**
 * What fibers, platform threads and virtual threads agree by, in any mix: groups to wait for, locks, and what happens once.
 *
 * <p>Waiting suspends a fiber and blocks a thread. It ends with a {@link dev.weft.CancelledException} if the routine is cancelled, or
 * the thread interrupted (whose interrupt flag stays set); the operation has had no effect then.
 *
 * <p>May depend on {@code dev.weft} and on everything below {@code dev.weft.internal}. Ordering: each class says what happens before
 * what.
 */
@NullMarked
package dev.weft.sync;

import org.jspecify.annotations.NullMarked;
