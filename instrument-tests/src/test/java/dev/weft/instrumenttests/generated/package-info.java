// SPDX-License-Identifier: Apache-2.0
/**
 * Targets that no Java compiler writes, or that are too large to write by hand, made with ASM.
 *
 * <p>They have entries like the compiled targets and run in the same suites. Uses ASM and names of the harness and of
 * {@code Points}.
 */
@NullMarked
package dev.weft.instrumenttests.generated;

import org.jspecify.annotations.NullMarked;
