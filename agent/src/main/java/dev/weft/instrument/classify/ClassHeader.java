// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the constant pool and the first lines of a class file tell, without a look at its members.
 *
 * @param name internal name
 * @param superName of the superclass, null for Object
 * @param interfaces those it names itself
 * @param marked the pool has the annotation of fiber methods, or the attribute of the ABI
 */
record ClassHeader(String name, @Nullable String superName, List<String> interfaces, boolean marked) {}
