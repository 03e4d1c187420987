// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import dev.weft.instrumenttests.targets.S26ForeignFramesTarget.Service;
import dev.weft.instrumenttests.targets.foreign.UninstrumentedBase;
import dev.weft.instrumenttests.targets.foreign.UninstrumentedDerived;
import dev.weft.instrumenttests.targets.foreign.UninstrumentedTwice;

/** Hierarchies in which instrumented classes and others alternate. */
@Fiber
public final class S26MixedHierarchyTarget {
    private S26MixedHierarchyTarget() {}

    /** Not related to {@code Service}, with the same method. */
    public interface OtherService {
        /** Answers. */
        @Fiber
        String serve(String request);
    }

    /** A fiber method implements a library's abstract method. */
    @Fiber
    static class Worker extends UninstrumentedBase {
        @Override
        public String work(String task) {
            return "worker " + pass(task);
        }

        String workTwice(String task) {
            return work(task) + this.work(pass(task));
        }
    }

    /** The library's class implements the interface's fiber methods. */
    static final class Server extends UninstrumentedBase implements Service {
        @Override
        @Fiber
        public String work(String task) {
            return pass(task);
        }
    }

    /** Both are instrumented, the fiber method is inherited. */
    static final class InstrumentedTwice extends Worker implements Service, OtherService {
        @Override
        public String serve(String request) {
            return "instrumented twice " + pass(request);
        }

        @Override
        public String serveTwice(String request) {
            return Service.super.serveTwice(request) + super.serveTwice(request);
        }
    }

    @Fiber
    abstract static class Reabstracted extends Worker {
        @Override
        public abstract String work(String task);

        String callsAbstract(String task) {
            return work(task);
        }
    }

    static final class Concrete extends Reabstracted {
        @Override
        public String work(String task) {
            hit();
            return "concrete " + task;
        }
    }

    /** Calls by super. */
    @Fiber
    public static class Derived extends S26ForeignFramesTarget.Base implements Service {
        @Override
        public String serve(String request) {
            return "derived " + pass(request);
        }

        /** Not what a subclass makes of it. */
        public String workAsBase(String task) {
            return super.work(task) + pass("|");
        }

        /** Likewise. */
        public String serveTwiceAsService(String request) {
            return Service.super.serveTwice(request) + pass("|");
        }
    }

    static final class Inheriting extends Unaware implements OtherService {}

    /** Has the interface's method without knowing the interface. */
    @Fiber
    static class Unaware {
        public String serve(String request) {
            return "inherited " + pass(request);
        }
    }

    @Entry
    public static Object fiberMethodImplementsLibraryMethod() {
        Worker worker = new Worker();
        return worker.work(pass("a")) + worker.workTwice("b");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object calledThroughLibraryType() {
        UninstrumentedBase base = new Worker();
        return base.work("a") + pass("-") + base.template("b");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object libraryClassOverridesDefaultMethod() {
        Service service = new Server();
        return service.serve("a") + pass("-") + service.serveTwice("b");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object libraryClassWithTwoInterfacesByItsClass() {
        UninstrumentedTwice both = new UninstrumentedTwice();
        return both.serve("a") + pass("-");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object libraryClassWithTwoInterfacesByInterface() {
        OtherService other = new UninstrumentedTwice();
        return other.serve(pass("a"));
    }

    /** A call by super goes where it says, whatever overrides the method below. */
    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object superCallBelowLibraryOverride() {
        Derived derived = new UninstrumentedDerived();
        return derived.workAsBase(pass("a")) + derived.work("b") + derived.serveTwiceAsService("c");
    }

    @Entry
    public static Object superCallWithoutOverride() {
        Derived derived = new Derived();
        return derived.workAsBase(pass("a")) + derived.work("b") + derived.serveTwiceAsService("c");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object instrumentedClassImplementsTwoInterfaces() {
        InstrumentedTwice both = new InstrumentedTwice();
        Service service = both;
        OtherService other = pass(both);
        return service.serve("a") + other.serve("b") + both.serve("c") + service.serveTwice("d");
    }

    @Entry
    public static Object reabstractedMethod() {
        Reabstracted object = new Concrete();
        return object.callsAbstract(pass("a")) + object.work("b") + object.workTwice("c");
    }

    @Entry
    public static Object inheritedMethodImplementsInterface() {
        OtherService service = new Inheriting();
        return service.serve("a") + pass("-") + new Inheriting().serve("b");
    }
}
