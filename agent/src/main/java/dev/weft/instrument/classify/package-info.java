// SPDX-License-Identifier: Apache-2.0
/**
 * Answers what may suspend: which methods are fiber methods, which calls reach one that has a fiber entry, which
 * {@code invokedynamic} instructions make lambdas of fiber functional interfaces, which calls block.
 *
 * <p>Everything is read from class files; no class is loaded, and nothing is emitted here. Where an answer isn't certain,
 * it is the one that leads to a plain call: that pins the fiber, and is always correct.
 *
 * <p>Depends on {@code dev.weft.instrument.abi} and the configuration. A {@link ClassInfoCache} may be shared by threads;
 * everything else belongs to one thread.
 */
@NullMarked
package dev.weft.instrument.classify;

import org.jspecify.annotations.NullMarked;
