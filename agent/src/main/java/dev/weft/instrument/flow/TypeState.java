// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import java.util.List;

/**
 * The verifier's types of the locals and of the operand stack before an instruction, slot by slot.
 *
 * <p>A type is as ASM's frames have it: one of the constants of {@code Opcodes}, a class's internal name or an array's
 * descriptor, or an {@link Uninitialized}. A long or double is followed by a TOP.
 *
 * @param locals the local variables
 * @param stack the operand stack, top last
 */
public record TypeState(List<Object> locals, List<Object> stack) {
    /** Copies both. */
    public TypeState {
        locals = List.copyOf(locals);
        stack = List.copyOf(stack);
    }
}
