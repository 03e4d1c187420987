// SPDX-License-Identifier: Apache-2.0
/**
 * A parallel {@code grep -rnE}. One fiber walks the tree, some read and match files on the I/O pool, one prints; they meet
 * in channels, whose bounds are what bounds the memory.
 */
@NullMarked
package dev.weft.samples.search;

import org.jspecify.annotations.NullMarked;
