// SPDX-License-Identifier: Apache-2.0
/**
 * Small things that the other internal packages share. Depends on nothing.
 *
 * <p>Ordering: {@link dev.weft.internal.util.SpinLock#lock} acquires, {@code unlock} releases; what a lock guards is plain.
 */
@NullMarked
package dev.weft.internal.util;

import org.jspecify.annotations.NullMarked;
