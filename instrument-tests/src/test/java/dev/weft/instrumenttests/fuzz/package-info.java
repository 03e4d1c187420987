// SPDX-License-Identifier: Apache-2.0
/**
 * Random programs under the same oracle as the hand-written targets.
 *
 * <p>Uses the harness and the running JDK's compiler.
 */
@NullMarked
package dev.weft.instrumenttests.fuzz;

import org.jspecify.annotations.NullMarked;
