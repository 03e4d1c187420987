// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks of the parts. {@code benchmarks/jmh} runs them. */
@NullMarked
package dev.weft.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
