// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets.foreign;

import static dev.weft.instrumenttests.harness.Run.log;

import dev.weft.instrumenttests.targets.Points;
import dev.weft.instrumenttests.targets.S26ForeignFramesTarget;

/** Overrides a fiber method without knowing of fibers. */
public class UninstrumentedOverride extends S26ForeignFramesTarget.Base {
    @Override
    public String work(String task) {
        log("foreign " + task);
        return "foreign " + super.work(Points.pass(task));
    }
}
