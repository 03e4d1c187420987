// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * Where an activation's frame comes from: the {@link Frame} that it was resumed from, which serves again, or its method's {@link
 * Resumer}, if it was not suspended before.
 *
 * <p>So a method needs one way to save, whichever of its entries runs: each further descriptor would be a string in its class
 * file. To the JIT it is known at each call which of the two it is.
 */
public sealed interface Origin permits Frame, Resumer {}
