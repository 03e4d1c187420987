// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import org.jspecify.annotations.Nullable;

/** Answers what two types have in common, as the verifier sees it. */
@FunctionalInterface
public interface CommonSuperclass {
    /**
     * The nearest superclass of both; Object if one of them is an interface, since the verifier takes those for Object.
     *
     * @param one internal name of a class or interface
     * @param other another
     * @return internal name, or null if the class file of one of their superclasses can't be found
     */
    @Nullable
    String of(String one, String other);
}
