// SPDX-License-Identifier: Apache-2.0
/**
 * Fibers, and whoever else can wait: states, parking, waking, joining, pinning. Depends on {@code abi}, {@code internal.sched},
 * {@code internal.io} and {@code internal.util}.
 */
@NullMarked
package dev.weft.internal.fiber;

import org.jspecify.annotations.NullMarked;
