// SPDX-License-Identifier: Apache-2.0
/**
 * Random programs under the same oracle as the hand-written targets: the same program, plain.
 *
 * <p>{@code JavaGenerator} and {@code AsmGenerator} write programs by a seed, {@code Batch} compiles and instruments many at once,
 * {@code Trial} runs one in many modes and asks the oracles, {@code Hunt} does that by number and makes what fails smaller,
 * {@code Corpus} keeps what has failed once. A program is its text, so the corpus doesn't depend on the generators.
 *
 * <p>Uses the harness, the running JDK's compiler, and ASM.
 */
@NullMarked
package dev.weft.instrumenttests.fuzz;

import org.jspecify.annotations.NullMarked;
