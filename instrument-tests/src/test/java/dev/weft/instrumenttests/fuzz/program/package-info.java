// SPDX-License-Identifier: Apache-2.0
/**
 * What random programs are written against: points that may suspend, side effects, objects that are watched.
 *
 * <p>{@link dev.weft.instrumenttests.fuzz.program.Sites}, {@link dev.weft.instrumenttests.fuzz.program.Probe} and
 * {@link dev.weft.instrumenttests.fuzz.program.Fun} have fiber methods, and are instrumented by the fuzzer; the others never are.
 */
@NullMarked
package dev.weft.instrumenttests.fuzz.program;

import org.jspecify.annotations.NullMarked;
