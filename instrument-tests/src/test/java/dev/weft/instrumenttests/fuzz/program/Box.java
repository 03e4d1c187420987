// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

import org.jspecify.annotations.Nullable;

/** An object with constructors of several shapes, each of which is a side effect. */
public class Box {
    /** A reference. */
    public @Nullable Object object;

    /** A wide value. */
    public long number;

    /** An empty box. */
    public Box() {
        this(null, 0L);
    }

    /** A box with an int. */
    public Box(int number) {
        this(null, number);
    }

    /** A full box. */
    public Box(@Nullable Object object, long number) {
        this.object = object;
        this.number = number;
        Host.log("new box");
    }

    /** Wide values around a reference. */
    public Box(double a, @Nullable Object object, long b) {
        this(object, (long) a + b);
    }

    @Override
    public String toString() {
        return "box(" + Host.text(object) + ", " + number + ")";
    }
}
