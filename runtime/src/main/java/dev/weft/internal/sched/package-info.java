// SPDX-License-Identifier: Apache-2.0
/** Runs jobs on threads. Knows nothing of fibers. Depends on {@code internal.queue} and {@code internal.util}. */
@NullMarked
package dev.weft.internal.sched;

import org.jspecify.annotations.NullMarked;
