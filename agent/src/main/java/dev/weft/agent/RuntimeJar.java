// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds weft-runtime where it usually lies, seen from the agent's jar: in the same folder, in the same Maven repository, or
 * in the same source tree.
 *
 * <p>The tool must read the runtime to know which of its methods may suspend, and most users would not think of it.
 */
final class RuntimeJar {
    private RuntimeJar() {}

    static @Nullable Path find(Path agentJar) {
        Path name = agentJar.getFileName();
        Path folder = agentJar.toAbsolutePath().getParent();
        if (name == null || folder == null || !name.toString().startsWith("weft-agent")) {
            return null;
        }
        String jar = name.toString().replace("weft-agent", "weft-runtime");
        List<Path> places = List.of(
                folder.resolve(jar),
                folder.resolve("../../weft-runtime")
                        .resolve(folder.getFileName())
                        .resolve(jar),
                folder.resolve("../../runtime/target").resolve(jar),
                folder.resolve("../../runtime/target/classes/dev/weft/Weft.class"));
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return (place.endsWith("Weft.class") ? place.resolve("../../..") : place).normalize();
            }
        }
        return null;
    }
}
