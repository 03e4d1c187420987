// SPDX-License-Identifier: Apache-2.0
/**
 * Runs a target plainly and as a fiber under forced suspension, and compares what can be seen of the two runs.
 *
 * <p>Classes of this package are never instrumented; targets call them as foreign code. It depends on the instrumenter,
 * on {@code dev.weft.abi} and on nothing else of the runtime.
 */
@NullMarked
package dev.weft.instrumenttests.harness;

import org.jspecify.annotations.NullMarked;
