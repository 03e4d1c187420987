// SPDX-License-Identifier: Apache-2.0
/**
 * Waiting for the network: sockets that are ready wake whoever waits for them, and none that is idle holds a thread. Depends on
 * {@code internal.fiber} and {@code internal.sched}.
 */
@NullMarked
package dev.weft.internal.net;

import org.jspecify.annotations.NullMarked;
