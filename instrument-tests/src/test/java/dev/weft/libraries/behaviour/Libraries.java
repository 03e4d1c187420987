// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import dev.weft.abi.Continuation;
import dev.weft.instrumenttests.harness.TargetSources;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where things are. */
public final class Libraries {
    private Libraries() {}

    /** The jars that the build has copied. */
    public static Path jars() {
        return target().resolve("libraries");
    }

    /** A jar of them, by its artifact. */
    public static Path jar(String artifact) {
        Path jar = jars().resolve(artifact + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("not there: " + jar + "; the build copies it at process-test-resources");
        }
        return jar;
    }

    /** The folder of all output. */
    public static Path target() {
        return TargetSources.moduleFolder().resolve("target");
    }

    static Path agentJar() {
        return Path.of(System.getProperty("weft.agent.jar")).toAbsolutePath().normalize();
    }

    /** Where a class of the tests, or of what they use, comes from. */
    static Path origin(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tests, runtime, agent, and what they need: for a process that instruments. */
    public static List<Path> classPathOfTests() {
        List<Path> classPath = new ArrayList<>(List.of(origin(Libraries.class), runtime(), agentJar()));
        for (String name : List.of("asm", "asm-analysis", "asm-commons", "asm-tree", "asm-util"))
            classPath.add(jar(name));
        return classPath;
    }

    static Path runtime() {
        return origin(Continuation.class);
    }
}
