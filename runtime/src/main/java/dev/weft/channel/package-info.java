// SPDX-License-Identifier: Apache-2.0
/**
 * Channels between fibers, platform threads and virtual threads.
 *
 * <p>May depend on {@code dev.weft} and on everything below {@code dev.weft.internal}. Ordering: see
 * {@link dev.weft.channel.Channel}; the state is in {@code dev.weft.internal.channel}.
 */
@NullMarked
package dev.weft.channel;

import org.jspecify.annotations.NullMarked;
