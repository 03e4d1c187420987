// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.abi.RuntimeAbi;

/**
 * What tells a method from the others of its class. Not one string that is taken apart again: names of methods and of
 * classes may have parentheses (JVMS 4.2.2).
 *
 * @param name unqualified
 * @param descriptor with the result
 */
public record MethodKey(String name, String descriptor) {
    /**
     * The fiber entry that belongs to this plain method.
     *
     * @return the same name, and one parameter more
     */
    public MethodKey fiberEntry() {
        return new MethodKey(name, RuntimeAbi.fiberDescriptor(descriptor));
    }

    @Override
    public String toString() {
        return name + descriptor;
    }
}
