// SPDX-License-Identifier: Apache-2.0
/**
 * Brings class files from before Java 7 to a version that can hold what the instrumenter emits, without a change to what
 * they do: subroutines are inlined, stack maps are worked out, and what only the old version meant is made explicit.
 *
 * <p>Depends on {@code dev.weft.instrument.flow} and on ASM. Of other classes it asks one thing, the common superclass of
 * two, and gets it from class files; no class is loaded.
 */
@NullMarked
package dev.weft.instrument.upgrade;

import org.jspecify.annotations.NullMarked;
