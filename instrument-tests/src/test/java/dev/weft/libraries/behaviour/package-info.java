// SPDX-License-Identifier: Apache-2.0
/**
 * Libraries at work: the same code plainly and, instrumented by the agent with {@code include=**}, in fibers that are
 * suspended over and over. What can be seen of the two must be equal.
 *
 * <p>Each of the two runs is a process of its own. {@code SuiteProcess} runs published JUnit tests, {@code ProgramProcess}
 * the programs of {@code src/libraries}. In such a process this package is instrumented like all other code; JUnit's
 * engine isn't.
 */
@NullMarked
package dev.weft.libraries.behaviour;

import org.jspecify.annotations.NullMarked;
