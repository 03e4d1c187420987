// SPDX-License-Identifier: Apache-2.0
/** Tests of what is read off the figures. */
@NullMarked
package dev.weft.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
