// SPDX-License-Identifier: Apache-2.0
/** Limits of blocking calls, and who waits for his turn. Depends on {@code internal.sched}. */
@NullMarked
package dev.weft.internal.io;

import org.jspecify.annotations.NullMarked;
