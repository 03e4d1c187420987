// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.harness.Run.logged;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.say;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** A class is initialised where its NEW stood, before the arguments are evaluated. */
@Fiber
public final class S04ClassInitOrderTarget {
    private S04ClassInitOrderTarget() {}

    static class Base {
        static {
            log("init Base");
        }
    }

    static class Loud extends Base {
        static final Object MARK = logged("init Loud");

        final Object value;

        Loud(Object value) {
            log("new Loud " + value);
            this.value = value;
        }

        static int touch() {
            return 7;
        }
    }

    static final class Louder extends Loud {
        static {
            log("init Louder");
        }

        Louder(Object value) {
            super(value);
        }
    }

    static final class Broken {
        static final int VALUE = Integer.parseInt("not a number");

        Broken(Object ignored) {}
    }

    static final class Private {
        static {
            log("init Private");
        }

        private Private(Object value) {
            log("new Private " + value);
        }
    }

    abstract static class Shape {
        static {
            log("init Shape");
        }

        final Object name;

        Shape(Object name) {
            this.name = name;
        }

        abstract int area();
    }

    @Entry(freshClasses = true)
    public static Object initialisedBeforeArguments() {
        return new Loud(say("argument")).value;
    }

    @Entry(freshClasses = true)
    public static Object superclassFirst() {
        return new Louder(say("argument")).value;
    }

    @Entry(freshClasses = true)
    public static Object outerBeforeInner() {
        return ((Loud) new Louder(new Loud(say("argument")).value)).value;
    }

    @Entry(freshClasses = true)
    public static Object secondNewInitialisesNothing() {
        Object first = new Loud(say("first")).value;
        Object second = new Loud(say("second")).value;
        return "" + first + second;
    }

    @Entry(freshClasses = true)
    public static Object staticCallInitialisesWithinArguments() {
        return new Louder(say("before") + Loud.touch() + pass("after")).value;
    }

    @Entry(freshClasses = true)
    public static Object initialiserThrowsBeforeArguments() {
        try {
            return new Broken(say("never evaluated"));
        } catch (ExceptionInInitializerError e) {
            log(e);
            hit();
            return "caught";
        }
    }

    @Entry(freshClasses = true)
    public static Object privateConstructor() {
        return new Private(say("argument")).getClass();
    }

    @Entry(freshClasses = true)
    public static Object anonymousSubclass() {
        Shape shape = new Shape(say("square")) {
            @Override
            int area() {
                return 16;
            }
        };
        return "" + shape.name + shape.area();
    }

    @Entry(freshClasses = true)
    public static Object notInitialisedWhenArgumentIsNeverReached() {
        if (pass(1) > 2) {
            return new Louder(say("no"));
        }
        return "nothing initialised";
    }
}
