// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Calls in constructors, field initialisers and class initialisers pin. */
@Fiber
public final class S27ConstructorsTarget {
    private S27ConstructorsTarget() {}

    static class Base {
        final String name;

        Base(String name) {
            this.name = name + pass("!"); // pins CONSTRUCTOR
            begin(); // pins CONSTRUCTOR
        }

        @Fiber
        void begin() {
            hit();
            log("begin of base");
        }
    }

    static final class Derived extends Base {
        private final int number = pass(7); // pins CONSTRUCTOR

        Derived(String name) {
            super(pass(name)); // pins CONSTRUCTOR
            hit(); // pins CONSTRUCTOR
        }

        @Override
        void begin() {
            log("number is still " + number);
        }
    }

    @Fiber
    static final class Initialised {
        static final int VALUE = pass(5); // pins CLASS_INITIALIZER

        private Initialised() {}
    }

    @Fiber
    record Checked(String text) {
        Checked {
            text = pass(text) + "."; // pins CONSTRUCTOR
        }
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object constructorCallsPin() {
        Base base = new Derived(pass("name"));
        base.begin();
        hit();
        return base.name;
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES, freshClasses = true)
    public static Object classInitialiserPins() {
        hit();
        return Initialised.VALUE + pass(1);
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object compactRecordConstructorPins() {
        return new Checked(pass("a")).text() + pass("b");
    }
}
