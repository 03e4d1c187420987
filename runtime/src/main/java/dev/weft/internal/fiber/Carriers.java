// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.internal.io.IoPool;
import dev.weft.internal.sched.Timers;
import dev.weft.internal.sched.WorkStealingScheduler;

/**
 * Where fibers run.
 *
 * @param scheduler for their own code
 * @param io for calls that block
 * @param timers what wakes them at a time
 */
public record Carriers(WorkStealingScheduler scheduler, IoPool io, Timers timers) {}
