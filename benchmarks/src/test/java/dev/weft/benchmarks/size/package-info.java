// SPDX-License-Identifier: Apache-2.0
/** Tests of the sizes. */
@NullMarked
package dev.weft.benchmarks.size;

import org.jspecify.annotations.NullMarked;
