// SPDX-License-Identifier: Apache-2.0
/**
 * What is read off the figures: the law by which a cost grows, and pictures. It measures nothing, and works on the lines that
 * {@link dev.weft.benchmarks.Figure} reads.
 */
@NullMarked
package dev.weft.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
