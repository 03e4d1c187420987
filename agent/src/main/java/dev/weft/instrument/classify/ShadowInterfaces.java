// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.classify;

import dev.weft.instrument.abi.RuntimeAbi;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's functional interfaces, and those of its locks and queues, that have a shadow in the runtime: the same interface with fiber entries.
 *
 * <p>The JDK's own can't be given any, so instrumented classes implement the shadow beside them.
 */
public final class ShadowInterfaces {
    /* An interface and its methods in each line. Their inherited and default methods are the JDK's code, and run plain. */
    private static final String TABLE = """
            java/lang/Runnable run()V
            java/util/concurrent/Callable call()Ljava/lang/Object;
            java/lang/AutoCloseable close()V
            java/lang/Iterable iterator()Ljava/util/Iterator;
            java/util/Iterator hasNext()Z next()Ljava/lang/Object; remove()V
            java/util/Comparator compare(Ljava/lang/Object;Ljava/lang/Object;)I
            java/util/function/Supplier get()Ljava/lang/Object;
            java/util/function/BooleanSupplier getAsBoolean()Z
            java/util/function/IntSupplier getAsInt()I
            java/util/function/LongSupplier getAsLong()J
            java/util/function/DoubleSupplier getAsDouble()D
            java/util/function/Consumer accept(Ljava/lang/Object;)V
            java/util/function/BiConsumer accept(Ljava/lang/Object;Ljava/lang/Object;)V
            java/util/function/IntConsumer accept(I)V
            java/util/function/ObjIntConsumer accept(Ljava/lang/Object;I)V
            java/util/function/LongConsumer accept(J)V
            java/util/function/ObjLongConsumer accept(Ljava/lang/Object;J)V
            java/util/function/DoubleConsumer accept(D)V
            java/util/function/ObjDoubleConsumer accept(Ljava/lang/Object;D)V
            java/util/function/Function apply(Ljava/lang/Object;)Ljava/lang/Object;
            java/util/function/BiFunction apply(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
            java/util/function/IntFunction apply(I)Ljava/lang/Object;
            java/util/function/ToIntFunction applyAsInt(Ljava/lang/Object;)I
            java/util/function/ToIntBiFunction applyAsInt(Ljava/lang/Object;Ljava/lang/Object;)I
            java/util/function/IntUnaryOperator applyAsInt(I)I
            java/util/function/IntBinaryOperator applyAsInt(II)I
            java/util/function/IntToLongFunction applyAsLong(I)J
            java/util/function/IntToDoubleFunction applyAsDouble(I)D
            java/util/function/LongFunction apply(J)Ljava/lang/Object;
            java/util/function/ToLongFunction applyAsLong(Ljava/lang/Object;)J
            java/util/function/ToLongBiFunction applyAsLong(Ljava/lang/Object;Ljava/lang/Object;)J
            java/util/function/LongUnaryOperator applyAsLong(J)J
            java/util/function/LongBinaryOperator applyAsLong(JJ)J
            java/util/function/LongToIntFunction applyAsInt(J)I
            java/util/function/LongToDoubleFunction applyAsDouble(J)D
            java/util/function/DoubleFunction apply(D)Ljava/lang/Object;
            java/util/function/ToDoubleFunction applyAsDouble(Ljava/lang/Object;)D
            java/util/function/ToDoubleBiFunction applyAsDouble(Ljava/lang/Object;Ljava/lang/Object;)D
            java/util/function/DoubleUnaryOperator applyAsDouble(D)D
            java/util/function/DoubleBinaryOperator applyAsDouble(DD)D
            java/util/function/DoubleToIntFunction applyAsInt(D)I
            java/util/function/DoubleToLongFunction applyAsLong(D)J
            java/util/function/Predicate test(Ljava/lang/Object;)Z
            java/util/function/BiPredicate test(Ljava/lang/Object;Ljava/lang/Object;)Z
            java/util/function/IntPredicate test(I)Z
            java/util/function/LongPredicate test(J)Z
            java/util/function/DoublePredicate test(D)Z
            java/util/concurrent/locks/Lock lock()V lockInterruptibly()V tryLock(JLjava/util/concurrent/TimeUnit;)Z
            java/util/concurrent/locks/Condition await()V awaitUninterruptibly()V awaitNanos(J)J await(JLjava/util/concurrent/TimeUnit;)Z awaitUntil(Ljava/util/Date;)Z
            java/util/concurrent/BlockingQueue put(Ljava/lang/Object;)V offer(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z take()Ljava/lang/Object; poll(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;
            java/util/concurrent/BlockingDeque putFirst(Ljava/lang/Object;)V putLast(Ljava/lang/Object;)V offerFirst(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z offerLast(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z takeFirst()Ljava/lang/Object; takeLast()Ljava/lang/Object; pollFirst(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object; pollLast(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;
            java/util/concurrent/TransferQueue transfer(Ljava/lang/Object;)V tryTransfer(Ljava/lang/Object;JLjava/util/concurrent/TimeUnit;)Z
            """;

    /** Interfaces of the JDK that only narrow one of the above, and may be what a call names. */
    private static final Map<String, String> NARROWER = Map.of(
            "java/util/function/UnaryOperator", "java/util/function/Function",
            "java/util/function/BinaryOperator", "java/util/function/BiFunction",
            "java/io/Closeable", "java/lang/AutoCloseable");

    private static final Map<String, Set<String>> METHODS = parse();
    private static final Set<String> KEYS =
            METHODS.values().stream().flatMap(Set::stream).collect(Collectors.toSet());

    private ShadowInterfaces() {}

    private static Map<String, Set<String>> parse() {
        Map<String, Set<String>> methods = new HashMap<>();
        for (String line : TABLE.split("\n")) {
            int end = line.indexOf(' ');
            methods.put(line.substring(0, end), Set.of(line.substring(end + 1).split(" ")));
        }
        return methods;
    }

    /**
     * Finds a shadow.
     *
     * @param owner internal name of an interface
     * @param key name and descriptor of a method that it declares, or that a narrower interface inherits
     * @return internal name of the shadow, null if there is none with this method
     */
    static @Nullable String find(String owner, String key) {
        String wider = NARROWER.getOrDefault(owner, owner);
        Set<String> methods = METHODS.get(wider);
        return methods != null && methods.contains(key) ? shadow(wider) : null;
    }

    /** Does any shadow have a method with this name and descriptor? */
    static boolean hasMethod(String key) {
        return KEYS.contains(key);
    }

    /** The names and descriptors of a shadow's methods; none if the interface has no shadow. */
    static Set<String> methods(String owner) {
        return METHODS.getOrDefault(owner, Set.of());
    }

    /**
     * All of them.
     *
     * @return by internal names of the JDK's interfaces: the names and descriptors of the methods that the shadow has fiber
     *     entries for
     */
    public static Map<String, Set<String>> all() {
        return METHODS;
    }

    /**
     * The shadow of an interface that has one.
     *
     * @param owner internal name of an interface of the JDK
     * @return internal name
     */
    public static String shadow(String owner) {
        return RuntimeAbi.SHADOW + owner.substring(owner.lastIndexOf('/') + 1);
    }
}
