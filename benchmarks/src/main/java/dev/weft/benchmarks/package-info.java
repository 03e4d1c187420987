// SPDX-License-Identifier: Apache-2.0
/**
 * Workloads whose figures are compared with other fiber runtimes'. {@link dev.weft.benchmarks.Launcher} runs each in
 * processes of its own; {@link dev.weft.benchmarks.Workload} lists them.
 *
 * <p>What is measured, and with which constants, is part of the comparison: a change here makes old figures void.
 */
@NullMarked
package dev.weft.benchmarks;

import org.jspecify.annotations.NullMarked;
