// SPDX-License-Identifier: Apache-2.0
/** Threads for blocking calls. Depends on {@code internal.sched}. */
@NullMarked
package dev.weft.internal.io;

import org.jspecify.annotations.NullMarked;
