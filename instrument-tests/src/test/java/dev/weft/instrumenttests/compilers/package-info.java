// SPDX-License-Identifier: Apache-2.0
/**
 * Targets as compilers other than the JDK's write them: the Java ones by ecj, others by kotlinc and groovyc.
 *
 * <p>Uses the harness. The compilers lie in {@code target/compilers}, and are on no class path.
 */
@NullMarked
package dev.weft.instrumenttests.compilers;

import org.jspecify.annotations.NullMarked;
