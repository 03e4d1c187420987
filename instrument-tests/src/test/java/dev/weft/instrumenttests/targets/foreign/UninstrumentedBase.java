// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets.foreign;

import static dev.weft.instrumenttests.harness.Run.log;

import dev.weft.instrumenttests.targets.Points;

/** A library class that knows neither fibers nor the interfaces that its subclasses implement. */
public abstract class UninstrumentedBase {
    /** Implemented by a fiber method. */
    public abstract String work(String task);

    /** Calls it. */
    public String template(String task) {
        log("template");
        return work(task) + Points.pass("+") + work(task);
    }

    /** Has the signature of an interface's fiber method. */
    public String serve(String request) {
        return "base serves " + Points.pass(request);
    }

    /** Has the signature of an interface's default fiber method, which it overrides in subclasses. */
    public String serveTwice(String request) {
        return "base serves twice " + Points.pass(request);
    }
}
