// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.size;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.vm.VM;

/**
 * Prints what a parked fiber consists of, how its objects are laid out, and how large each shape of frame is; as docs/memory.md
 * shows it. The fiber is one of workload {@code mem}: it waits in a receive three calls deep.
 */
public final class Layouts {
    private static final int[] REFS = {0, 2, 4, 8};
    private static final int[] LONGS = {0, 1, 2, 4};

    private Layouts() {}

    /** Takes no arguments. */
    public static void main(String[] args) throws Exception {
        System.out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.version")
                + ", objects are aligned to " + VM.current().objectAlignment() + " bytes");
        printParkedFiber();
        printShapes();
        System.exit(0);
    }

    private static void printParkedFiber() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Routine<Long> routine = park(channel);
        List<Object> parts = parts(routine);
        StackTraceElement[] calls = routine.stackTrace();
        System.out.println("\nA parked fiber:");
        long sum = 0;
        for (int i = 0; i < parts.size(); i++) {
            Object part = parts.get(i);
            long size = VM.current().sizeOf(part);
            sum += size;
            String call = i == 0 ? "" : " of " + calls[i - 1].getMethodName();
            System.out.printf("%5d  %s%s%n", size, name(part.getClass()), call);
        }
        System.out.printf("%5d  in all%n", sum);
        for (Object part : parts.subList(0, 3)) {
            System.out.println(
                    "\n" + ClassLayout.parseClass(part.getClass()).toPrintable().strip());
        }
        channel.send(1);
        routine.join();
    }

    /** Starts a fiber that waits in a receive, three calls deep. */
    static Routine<Long> park(Channel<Integer> channel) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Routine<Long> routine = Weft.go(() -> {
            long result = outer(channel, 1);
            done.countDown();
            return result;
        });
        while (routine.state() != Routine.State.WAITING) Thread.sleep(1);
        return routine;
    }

    /** The objects that a parked fiber has for itself: the fiber, and its frames from the innermost on. */
    static List<Object> parts(Routine<?> routine) throws ReflectiveOperationException {
        List<Object> parts = new ArrayList<>();
        Object fiber = Objects.requireNonNull(read(routine, "fiber"));
        parts.add(fiber);
        for (Object frame = read(fiber, "first"); frame != null; frame = read(frame, "parent")) parts.add(frame);
        return parts;
    }

    private static void printShapes() throws ClassNotFoundException {
        System.out.println("\nFrames by references (down) and longs (across):");
        StringBuilder head = new StringBuilder("     ");
        for (int longs : LONGS) head.append("%5d".formatted(longs));
        System.out.println(head);
        for (int refs : REFS) {
            StringBuilder line = new StringBuilder("%5d".formatted(refs));
            for (int longs : LONGS) {
                Class<?> shape = Class.forName("dev.weft.abi.FrameR" + refs + "$L" + longs);
                line.append("%5d".formatted(ClassLayout.parseClass(shape).instanceSize()));
            }
            System.out.println(line);
        }
    }

    private static String name(Class<?> type) {
        return type.getName().substring(type.getName().lastIndexOf('.') + 1);
    }

    private static @Nullable Object read(Object object, String field) throws ReflectiveOperationException {
        for (Class<?> c = object.getClass(); c != null; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                if (!f.getName().equals(field)) continue;
                f.setAccessible(true);
                return f.get(object);
            }
        }
        throw new NoSuchFieldException(field + " of " + object.getClass());
    }

    @Fiber
    private static long outer(Channel<Integer> channel, int value) {
        long a = value * 3L;
        long b = value ^ 5;
        return middle(channel, value + 1) + (a & b) + 1;
    }

    @Fiber
    private static long middle(Channel<Integer> channel, int value) {
        long a = value * 5L;
        long b = value ^ 7;
        return inner(channel, value + 1) + (a & b);
    }

    @Fiber
    private static long inner(Channel<Integer> channel, int value) {
        long a = value * 7L;
        long b = value ^ 9;
        return channel.receive() + (a & b);
    }
}
