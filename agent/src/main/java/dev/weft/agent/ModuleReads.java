// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What modules allow each other that their descriptors don't say: named ones read the runtime, to which their instrumented classes
 * link, and {@code java.lang} is open to the runtime, which gives each fiber thread locals of its own.
 */
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

    void openThreads(Module runtime) {
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", Set.of(runtime)), Set.of(), Map.of());
    }
}
