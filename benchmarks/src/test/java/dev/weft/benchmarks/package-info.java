// SPDX-License-Identifier: Apache-2.0
/** Tests of the harness; the workloads check their results themselves. */
@NullMarked
package dev.weft.benchmarks;

import org.jspecify.annotations.NullMarked;
