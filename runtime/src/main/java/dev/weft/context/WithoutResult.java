// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.Action;
import dev.weft.Fiber;
import dev.weft.Task;

/** An action, as a task whose result says nothing. */
record WithoutResult(Action action) implements Task<Boolean> {
    @Fiber
    @Override
    public Boolean run() throws Exception {
        action.run();
        return true;
    }
}
