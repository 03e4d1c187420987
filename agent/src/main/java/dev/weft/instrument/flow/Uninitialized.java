// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.flow;

import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The type of an object that its constructor hasn't initialised yet, told apart by the instruction that made it.
 *
 * @param creation the NEW
 */
public record Uninitialized(TypeInsnNode creation) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Uninitialized u && u.creation == creation;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(creation);
    }
}
