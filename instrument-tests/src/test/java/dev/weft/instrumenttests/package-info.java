// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the instrumenter by behaviour: targets run plainly and as fibers under forced suspension.
 *
 * <p>Uses the harness, the instrumenter and {@code dev.weft.abi}.
 */
@NullMarked
package dev.weft.instrumenttests;

import org.jspecify.annotations.NullMarked;
