// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets named modules read the runtime, to which their instrumented classes link without saying so in their descriptors. */
final class ModuleReads {
    private final Instrumentation instrumentation;

    ModuleReads(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    void ensure(@Nullable Module module, ClassLoader loader) throws ClassNotFoundException {
        if (module == null || !module.isNamed()) {
            return;
        }
        Module runtime =
                Class.forName("dev.weft.abi.Continuation", false, loader).getModule();
        if (!module.canRead(runtime)) {
            instrumentation.redefineModule(module, Set.of(runtime), Map.of(), Map.of(), Set.of(), Map.of());
        }
    }
}
