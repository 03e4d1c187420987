// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets.foreign;

import dev.weft.instrumenttests.targets.Points;
import dev.weft.instrumenttests.targets.S26ForeignFramesTarget.Service;
import dev.weft.instrumenttests.targets.S26MixedHierarchyTarget.OtherService;

/** Implements two unrelated interfaces that have the same fiber method. */
public final class UninstrumentedTwice implements Service, OtherService {
    @Override
    public String serve(String request) {
        return "twice " + Points.pass(request);
    }
}
