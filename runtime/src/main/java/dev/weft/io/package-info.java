// SPDX-License-Identifier: Apache-2.0
/**
 * Calls that block a thread, and pools that limit them.
 *
 * <p>May depend on everything but other public packages than {@code dev.weft}; these don't depend on it.
 */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
