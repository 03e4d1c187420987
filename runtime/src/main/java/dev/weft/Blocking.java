// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that blocks its thread: by a native call, by a library, or by whatever the instrumenter doesn't know. When a fiber calls it,
 * its carrier is a thread of the I/O pool meanwhile, in whose place another one runs fibers, as by {@link Weft#blocking}. On a thread it
 * is a method like any other.
 *
 * <p>Its code is entered plainly: what it calls, and that waits, blocks that thread. If the routine is cancelled, that thread is
 * interrupted. A method that overrides it blocks too, unless it is annotated {@link Fiber}. In a type that is annotated so, or in an
 * included package, this annotation makes an exception of one method. Beside {@code @Fiber} on the same method it goes before, and the
 * instrumenter reports it.
 *
 * <p>Abstract and native methods may have it. The class has to be instrumented; methods of others are named in a catalogue, see the agent's
 * option {@code catalogue}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
public @interface Blocking {}
