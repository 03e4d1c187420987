// SPDX-License-Identifier: Apache-2.0
/**
 * Waiting for the first of several things: the choice among them, and the contract of a case. Depends on {@code internal.fiber}
 * for who waits; knows no channel.
 */
@NullMarked
package dev.weft.internal.select;

import org.jspecify.annotations.NullMarked;
