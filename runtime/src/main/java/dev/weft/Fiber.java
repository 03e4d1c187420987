// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that may block in a fiber, so that it can be suspended there; on a type, all its methods.
 *
 * <pre>{@code
 *   @Fiber
 *   int sum(Channel<Integer> numbers) {
 *       int sum = 0;
 *       for (int n : numbers.elements()) sum += n; // waits for each
 *       return sum;
 *   }
 * }</pre>
 *
 * <p>The instrumenter gives such a method a second entry that passes the fiber's continuation on. What overrides or
 * implements a fiber method is one too, and needs no annotation. The method stays callable from any thread, where it
 * blocks that thread.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Fiber {}
