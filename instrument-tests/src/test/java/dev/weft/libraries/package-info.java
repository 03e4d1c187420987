// SPDX-License-Identifier: Apache-2.0
/**
 * Code that nobody here wrote, as input of the instrumenter: real libraries and the classes of the running JDK.
 *
 * <p>{@code Sweep} instruments whole inputs as package mode does and has the results checked, by ASM and by the JVM. The
 * {@code behaviour} package runs libraries as fibers. What is checked is never on the class path of the tests: the build
 * copies the jars into {@code target/libraries}.
 */
@NullMarked
package dev.weft.libraries;

import org.jspecify.annotations.NullMarked;
