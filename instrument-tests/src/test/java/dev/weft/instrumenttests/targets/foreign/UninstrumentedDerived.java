// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets.foreign;

import dev.weft.instrumenttests.targets.Points;
import dev.weft.instrumenttests.targets.S26MixedHierarchyTarget;

/** Overrides what its superclass calls by super. */
public class UninstrumentedDerived extends S26MixedHierarchyTarget.Derived {
    @Override
    public String work(String task) {
        return "foreign " + Points.pass(task);
    }

    @Override
    public String serveTwice(String request) {
        return "foreign twice " + Points.pass(request);
    }
}
