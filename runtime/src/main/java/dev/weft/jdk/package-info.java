// SPDX-License-Identifier: Apache-2.0
/**
 * What instrumented code calls in place of the JDK's methods that block a thread: one class for each of the JDK's types, whose static
 * methods have the receiver as their first parameter. Nobody else need call them; the agent's catalogue names them.
 *
 * <p>Each looks at the receiver. One that fibers can wait for is called by its fiber entry. With another one the fiber waits
 * where that is possible, a thread of the I/O pool makes the call where it isn't, or the call blocks the carrier where the object belongs
 * to the thread; each class says which. The call is always one of the receiver's own method, so an override is never bypassed.
 *
 * <p><b>Cancellation.</b> A fiber that is cancelled counts as an interrupted thread: what can be interrupted throws
 * {@link InterruptedException}, and what can't waits on.
 *
 * <p>Plainly entered, where a fiber is pinned, they do what the JDK's methods do.
 */
@NullMarked
package dev.weft.jdk;

import org.jspecify.annotations.NullMarked;
