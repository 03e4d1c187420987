// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

/**
 * A value that lives across a suspension point.
 *
 * @param kind how to move it
 * @param type the verifier's type
 * @param index the local variable, or the slot of the operand stack from its bottom
 * @param slot where in the frame, among the references or the longs; -1 for {@link Kind#NULL}
 */
record SavedValue(Kind kind, Object type, int index, int slot) {}
