// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION;
import static dev.weft.instrument.abi.RuntimeAbi.CONTINUATION_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT;
import static dev.weft.instrument.abi.RuntimeAbi.CURRENT_DESCRIPTOR;
import static dev.weft.instrument.abi.RuntimeAbi.LOCK_ACQUIRED;
import static dev.weft.instrument.abi.RuntimeAbi.LOCK_RELEASED;
import static dev.weft.instrument.abi.RuntimeAbi.LOCK_TRIED;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Counts the locks that a fiber holds and that belong to its thread. With one of them it must not leave the thread: another fiber
 * would hold the lock too.
 *
 * <pre>
 *   lock.lock();              // also lockInterruptibly()
 *   Continuation.lockAcquired(Continuation.current());
 *
 *   acquired = lock.tryLock();
 *   Continuation.lockTried(acquired, Continuation.current());
 *
 *   lock.unlock();
 *   Continuation.lockReleased(Continuation.current());
 * </pre>
 */
public final class LockCalls {
    private LockCalls() {}

    /**
     * Inserts the counting.
     *
     * @param fiberBody a copy of a fiber method's code
     * @param isLock whether a class is a lock that belongs to its thread
     */
    public static void count(MethodNode fiberBody, Predicate<String> isLock) {
        for (AbstractInsnNode insn : fiberBody.instructions.toArray()) {
            if (!(insn instanceof MethodInsnNode call)) continue;
            if (call.getOpcode() != Opcodes.INVOKEVIRTUAL && call.getOpcode() != Opcodes.INVOKEINTERFACE) continue;
            String note = noteFor(call.name.concat(call.desc));
            if (note != null && isLock.test(call.owner)) fiberBody.instructions.insert(call, code(note));
        }
    }

    private static @Nullable String noteFor(String key) {
        return switch (key) {
            case "lock()V", "lockInterruptibly()V" -> LOCK_ACQUIRED;
            case "tryLock()Z", "tryLock(JLjava/util/concurrent/TimeUnit;)Z" -> LOCK_TRIED;
            case "unlock()V" -> LOCK_RELEASED;
            default -> null;
        };
    }

    private static InsnList code(String note) {
        boolean isTried = note.equals(LOCK_TRIED);
        InsnList code = new InsnList();
        if (isTried) code.add(new InsnNode(Opcodes.DUP));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, CONTINUATION, CURRENT, CURRENT_DESCRIPTOR, false));
        String descriptor = "(" + (isTried ? "Z" : "") + CONTINUATION_DESCRIPTOR + ")V";
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, CONTINUATION, note, descriptor, false));
        return code;
    }
}
