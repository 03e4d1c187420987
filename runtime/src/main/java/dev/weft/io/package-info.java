// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets on which fibers wait and hold no thread; and calls that block a thread, with pools that limit them. Threads may use all of
 * them as well, and are blocked.
 *
 * <p>May depend on everything but other public packages than {@code dev.weft}; these don't depend on it.
 */
@NullMarked
package dev.weft.io;

import org.jspecify.annotations.NullMarked;
