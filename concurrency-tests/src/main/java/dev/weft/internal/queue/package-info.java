// SPDX-License-Identifier: Apache-2.0

/** What threads may see of the queues, by jcstress. */
package dev.weft.internal.queue;
