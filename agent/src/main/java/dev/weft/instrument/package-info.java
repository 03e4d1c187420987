// SPDX-License-Identifier: Apache-2.0
/**
 * Instruments class files, so that fiber methods can be suspended and resumed.
 *
 * <p>{@link dev.weft.instrument.Instrumenter} takes the bytes of one class and gives back the instrumented ones; what it
 * did, and what it could not do, it tells a {@link dev.weft.instrument.Listener}. This package knows neither agents nor
 * builds, loads no class that it instruments, and never sees the runtime: all names that the two must agree on stand in
 * {@code dev.weft.instrument.abi}.
 */
@NullMarked
package dev.weft.instrument;

import org.jspecify.annotations.NullMarked;
