// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The classes of the running JDK under other names, {@code java/util/List} as {@code image/java/util/List}.
 *
 * <p>No configuration makes the instrumenter take the JDK's own packages for fiber code, and none should. As input they
 * are worth having, so they are renamed, all of them together, and come in as any library does. Types that instructions
 * or class files name to the JVM keep their names where others mention them; so do the functional interfaces.
 *
 * <p>Also the pool of these classes, which are read when they are asked for.
 */
final class JdkImage extends ClassPool {
    /*
     * A kept type is an input too, under the other name, and within that one class the type is the renamed one. Where the
     * JVM takes the type for granted (string constants in String) such a copy doesn't verify, plain or instrumented.
     */

    private static final String PREFIX = "image/";

    private static final Set<String> KEPT = Set.of(
            "java/lang/Object",
            "java/lang/String",
            "java/lang/Class",
            "java/lang/Throwable",
            "java/lang/Cloneable",
            "java/lang/Record",
            "java/io/Serializable",
            "java/lang/invoke/CallSite",
            "java/lang/invoke/ConstantBootstraps",
            "java/lang/invoke/LambdaMetafactory",
            "java/lang/invoke/MethodHandle",
            "java/lang/invoke/MethodHandles$Lookup",
            "java/lang/invoke/MethodType",
            "java/lang/invoke/StringConcatFactory",
            "java/lang/invoke/TypeDescriptor",
            "java/lang/invoke/VarHandle",
            "java/lang/runtime/ObjectMethods",
            "java/lang/runtime/SwitchBootstraps",
            "java/lang/Runnable",
            "java/lang/Iterable",
            "java/lang/AutoCloseable",
            "java/io/Closeable",
            "java/util/Iterator",
            "java/util/Comparator",
            "java/util/concurrent/Callable");

    private static final String KEPT_PACKAGE = "java/util/function/";

    private final Map<String, Path> files = new TreeMap<>();

    /** Finds all class files of the image, module descriptors aside. */
    JdkImage() {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
        try (Stream<Path> paths = Files.walk(modules)) {
            paths.filter(path -> path.toString().endsWith(SUFFIX) && !path.endsWith("module-info.class"))
                    .forEach(path -> files.put(nameOf(path), path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The third element is where the package begins: {@code /modules/java.base/java/lang/Object.class}. */
    private static String nameOf(Path path) {
        String name = path.subpath(2, path.getNameCount()).toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** All inputs. */
    Set<String> inputs() {
        Set<String> inputs = new TreeSet<>();
        for (String name : files.keySet()) inputs.add(PREFIX + name);
        return inputs;
    }

    /** So many inputs, by a seed. */
    Set<String> sample(int size, long seed) {
        List<String> shuffled = new ArrayList<>(inputs());
        Collections.shuffle(shuffled, new Random(seed));
        return new TreeSet<>(shuffled.subList(0, Math.min(size, shuffled.size())));
    }

    @Override
    byte @Nullable [] find(String internalName) {
        byte[] known = super.find(internalName);
        if (known != null || !internalName.startsWith(PREFIX)) return known;
        String name = internalName.substring(PREFIX.length());
        Path file = files.get(name);
        if (file == null) return null;
        byte[] renamed = renamed(name, file);
        put(internalName, renamed);
        return renamed;
    }

    private byte[] renamed(String own, Path file) {
        Remapper remapper = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String name) {
                boolean changes = files.containsKey(name) && (!isKept(name) || name.equals(own));
                return changes ? PREFIX + name : name;
            }
        };
        try {
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(Files.readAllBytes(file)).accept(new ClassRemapper(writer, remapper), 0);
            return writer.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isKept(String name) {
        return KEPT.contains(name) || name.startsWith(KEPT_PACKAGE);
    }
}
