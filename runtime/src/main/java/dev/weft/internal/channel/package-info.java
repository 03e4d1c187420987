// SPDX-License-Identifier: Apache-2.0
/**
 * The flavors of channels: queues of elements and of who waits. Depends on {@code internal.fiber} for those who wait,
 * and on {@code internal.select} for those who wait elsewhere too.
 */
@NullMarked
package dev.weft.internal.channel;

import org.jspecify.annotations.NullMarked;
