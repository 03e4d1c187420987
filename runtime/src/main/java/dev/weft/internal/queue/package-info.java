// SPDX-License-Identifier: Apache-2.0
/**
 * The queues of the scheduler. Depends on {@code internal.util} only.
 *
 * <p>Ordering: putting an element into a queue happens before taking it out. Methods say whether they belong to the
 * queue's owner or to everyone.
 */
@NullMarked
package dev.weft.internal.queue;

import org.jspecify.annotations.NullMarked;
