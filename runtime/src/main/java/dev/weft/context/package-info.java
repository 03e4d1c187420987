// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.weft.context.Context}: what belongs to a task and all that is started for it, and how it is told to end. {@link
 * dev.weft.context.Scope} and {@link dev.weft.context.Race}: fibers that don't outlive their task.
 *
 * <p>Public, thin: delegates to {@code dev.weft.internal.fiber}, where cancellation is. Contexts are immutable but for that.
 */
@NullMarked
package dev.weft.context;

import org.jspecify.annotations.NullMarked;
