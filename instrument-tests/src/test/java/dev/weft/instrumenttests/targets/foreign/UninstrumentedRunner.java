// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets.foreign;

import dev.weft.instrumenttests.targets.Points;
import dev.weft.instrumenttests.targets.S26ForeignFramesTarget.Service;

/** Calls and implements fiber functional interfaces without knowing of fibers. */
public final class UninstrumentedRunner {
    private UninstrumentedRunner() {}

    /** Calls the service. */
    public static String serveBy(Service service, String request) {
        return service.serve(request) + service.serve(request);
    }

    /** A service by a lambda of this class. */
    public static Service service() {
        return request -> "foreign " + Points.pass(request);
    }
}
