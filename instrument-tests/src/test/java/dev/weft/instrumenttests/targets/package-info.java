// SPDX-License-Identifier: Apache-2.0
/**
 * The targets: ordinary code in which every call of {@code Points} may suspend.
 *
 * <p>Each {@code @Entry} is run plainly and as a fiber, and must behave the same. Targets are shapes of bytecode, not good
 * style: what a reader would simplify away is often the point. A comment {@code // pins REASON} at the end of a line says
 * that the instrumenter must report a pinned site there, and nowhere else. Names that begin with a number, like
 * {@code S07}, are those of the project's list of shapes that broke other instrumenters. The package is not null-marked, as
 * user code may not be. It uses {@code dev.weft.Fiber}, {@code dev.weft.abi} in {@code Points} only, and the JDK.
 */
@NullUnmarked
package dev.weft.instrumenttests.targets;

import org.jspecify.annotations.NullUnmarked;
