// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a public static method without parameters as one test case; it is also a fiber method that returns an Object. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Entry {
    /** How many of the calls of {@code Points.hit()} run pinned. */
    enum Pinned {
        /** Each call suspends when asked to. */
        NEVER,
        /** Some calls suspend, others are below a frame that pins. */
        SOMETIMES,
        /** No call can suspend. */
        ALWAYS
    }

    /** What the target declares about pinning; checked when every point is asked to suspend. */
    Pinned pinned() default Pinned.NEVER;

    /** Whether every run needs its own class loader, because the case is about class initialisation or other statics. */
    boolean freshClasses() default false;
}
