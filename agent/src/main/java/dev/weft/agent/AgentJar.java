// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where our own classes come from. */
final class AgentJar {
    private AgentJar() {}

    /** The agent's jar, or the class folder when it runs from one. */
    static Path location() {
        CodeSource source = AgentJar.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return Path.of("weft-agent.jar");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the agent's jar has a strange location: " + source.getLocation(), e);
        }
    }
}
