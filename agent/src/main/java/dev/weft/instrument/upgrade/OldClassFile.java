// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.upgrade;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;

/**
 * A class file from before Java 7, and its upgrade.
 *
 * <p>A class becomes one of Java 7, the first that may use {@code invokedynamic}, an interface one of Java 8, the first that
 * may have methods with code. No newer version is chosen, since each brings rules and meanings of its own:
 *
 * <ul>
 *   <li>from Java 7 on only stack maps count, so each method gets new ones; those of Java 6 may be wrong, as the JVM then
 *       falls back on inferring types;
 *   <li>from Java 7 on there is no {@code jsr} and no {@code ret}, so subroutines are inlined;
 *   <li>from Java 7 on {@code <clinit>} must be static, from Java 6 on an interface must be abstract, and from Java 5 on flags
 *       are checked that were free before ({@link OldFlags});
 *   <li>from Java 5 on generic signatures, annotations and enclosing methods count, which a JVM ignores in older files, so
 *       they are left out of those.
 * </ul>
 *
 * <p>What the upgrade doesn't keep: classes from before Java 5 may use each other's private members, if one class loader
 * defined both; HotSpot lets them.
 */
public final class OldClassFile {
    private static final int MAJOR_VERSION_OFFSET = 6;

    private OldClassFile() {}

    /**
     * Is the class of a version that can't hold what is emitted?
     *
     * @param reader the class
     * @return true before Java 7
     */
    public static boolean isOld(ClassReader reader) {
        return reader.readUnsignedShort(MAJOR_VERSION_OFFSET) < Opcodes.V1_7;
    }

    /**
     * Upgrades a class.
     *
     * @param reader an old class, not older than 45.3
     * @param superclasses knows the hierarchy
     * @return the class file of a newer version
     * @throws UpgradeException if it is broken, or if its stack maps would need what isn't known
     */
    public static byte[] upgrade(ClassReader reader, CommonSuperclass superclasses) throws UpgradeException {
        try {
            StackMapWriter writer = new StackMapWriter(reader, superclasses);
            reader.accept(new UpgradingVisitor(writer), ClassReader.SKIP_FRAMES);
            return UnknownTypes.remove(writer.toByteArray(), writer);
        } catch (MethodTooLargeException e) {
            throw new UpgradeException(
                    e.getMethodName() + " would have more than 64 KB with its subroutines inlined", e);
        } catch (RuntimeException e) { // ASM's ways to say that code isn't valid are many
            throw new UpgradeException(String.valueOf(e.getMessage()), e);
        }
    }
}
