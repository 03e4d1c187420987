// SPDX-License-Identifier: Apache-2.0
/** Tests of the long run: that it runs, and that it finds what is planted. */
@NullMarked
package dev.weft.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
