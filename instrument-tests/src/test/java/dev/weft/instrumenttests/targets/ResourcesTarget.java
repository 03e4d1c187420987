// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** try-with-resources: order of closing, suppressed exceptions, null resources. */
@Fiber
public final class ResourcesTarget {
    private ResourcesTarget() {}

    @Fiber
    static class Resource implements AutoCloseable {
        private final String name;
        private final boolean failsToClose;

        Resource(String name, boolean failsToClose) {
            this.name = name;
            this.failsToClose = failsToClose;
            log("open " + name);
        }

        static Resource open(String name) {
            hit();
            return new Resource(name, false);
        }

        static Resource failing(String name) {
            hit();
            return new Resource(name, true);
        }

        @Override
        public void close() {
            hit();
            log("close " + name);
            if (failsToClose) {
                throwing("close of " + name);
            }
        }
    }

    @Entry
    public static Object oneResource() {
        try (Resource a = Resource.open("a")) {
            hit();
            return pass(a.name);
        }
    }

    @Entry
    public static Object closedInReverseOrder() {
        try (Resource a = Resource.open("a");
                Resource b = Resource.open(pass(a.name + "b"));
                Resource c = Resource.open("c")) {
            log(pass(a.name) + b.name + c.name);
        }
        return pass("end");
    }

    @Entry
    public static Object bodyThrows() {
        try (Resource a = Resource.open("a")) {
            log(a.name);
            throwing("body");
        } catch (IllegalStateException e) {
            log(e);
            hit();
        }
        return "end";
    }

    @Entry
    public static Object closeThrows() {
        try (Resource a = Resource.failing("a")) {
            log(pass(a.name));
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object suppressed() {
        try (Resource a = Resource.failing("a");
                Resource b = Resource.failing("b")) {
            log(a.name + b.name);
            throwing("body");
        } catch (IllegalStateException e) {
            log(e);
            return e.getSuppressed().length;
        } finally {
            log(pass("finally"));
        }
        return "none";
    }

    @Entry
    public static Object openingTheSecondThrows() {
        try (Resource a = Resource.open("a");
                Resource b = Points.throwing("b does not open")) {
            log("not reached " + a.name + b);
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    @Entry
    public static Object nullResource() {
        try (Resource nothing = pass((Resource) null)) {
            log("body " + nothing);
            hit();
        }
        return "end";
    }

    @Entry
    public static Object existingVariableAsResource() {
        final Resource a = Resource.open("a");
        Resource b = Resource.open("b");
        try (a;
                b) {
            hit();
        }
        return pass("end");
    }

    @Entry
    public static Object nestedInLoopWithContinue() {
        String text = "";
        for (int i = 0; i < 3; i++) {
            try (Resource outer = Resource.open("outer" + i)) {
                try (Resource inner = Resource.open("inner" + i)) {
                    if (i == 1) {
                        continue;
                    }
                    text += pass(inner.name);
                }
                text += pass(outer.name);
            }
        }
        return text;
    }
}
