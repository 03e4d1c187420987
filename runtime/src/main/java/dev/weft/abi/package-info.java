// SPDX-License-Identifier: Apache-2.0
/**
 * What instrumented code links to: continuations, the frames that they are saved in, and the bootstrap methods of the
 * instructions that the instrumenter emits.
 *
 * <p>This package depends on nothing but the JDK and knows no scheduler. Its public members are a contract between the
 * instrumenter and the runtime; {@code dev.weft.instrument.abi.RuntimeAbi} names each of them. Applications don't use it.
 *
 * <p>Ordering: nothing here is volatile. A continuation is run by one thread at a time, and whoever hands it from one
 * thread to another makes the first one's writes visible to the second.
 */
@NullMarked
package dev.weft.abi;

import org.jspecify.annotations.NullMarked;
