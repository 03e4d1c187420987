// SPDX-License-Identifier: Apache-2.0
/**
 * A long run of mixed load that has to lose nothing, and to leave nothing behind: {@link dev.weft.benchmarks.soak.Soak} runs it, the
 * loads check their results themselves, {@link dev.weft.benchmarks.soak.Drift} judges what has grown.
 */
@NullMarked
package dev.weft.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
