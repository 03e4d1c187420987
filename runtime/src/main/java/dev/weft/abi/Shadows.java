// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.util.Comparator;
import java.util.Date;
import java.util.Iterator;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TransferQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleToIntFunction;
import java.util.function.DoubleToLongFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's functional interfaces, and those of its locks and queues, each with the fiber entries that the JDK's own lacks.
 *
 * <p>Instrumented lambdas and classes implement the shadow beside the interface itself, and a call in a fiber method asks its
 * receiver for the shadow. So only instrumented code ever implements one; by default, a fiber entry calls the plain one.
 */
public final class Shadows {
    private Shadows() {}

    /** {@link Runnable} for fibers. */
    public interface FiberRunnable extends Runnable {
        /** The fiber entry. */
        default void run(Continuation c) {
            run();
        }
    }

    /** {@link Callable} for fibers. */
    public interface FiberCallable<V> extends Callable<V> {
        /** The fiber entry. */
        default V call(Continuation c) throws Exception {
            return call();
        }
    }

    /** {@link AutoCloseable} for fibers. */
    @SuppressWarnings("try") // as AutoCloseable.close() itself, it may throw InterruptedException
    public interface FiberAutoCloseable extends AutoCloseable {
        /** The fiber entry. */
        default void close(Continuation c) throws Exception {
            close();
        }
    }

    /** {@link Iterable} for fibers. */
    public interface FiberIterable<T> extends Iterable<T> {
        /** The fiber entry. */
        default Iterator<T> iterator(Continuation c) {
            return iterator();
        }
    }

    /** {@link Iterator} for fibers. */
    public interface FiberIterator<E> extends Iterator<E> {
        /** The fiber entry. */
        default boolean hasNext(Continuation c) {
            return hasNext();
        }

        /** The fiber entry. */
        default E next(Continuation c) {
            return next();
        }

        /** The fiber entry. */
        default void remove(Continuation c) {
            remove();
        }
    }

    /** {@link Comparator} for fibers. */
    public interface FiberComparator<T> extends Comparator<T> {
        /** The fiber entry. */
        default int compare(T a, T b, Continuation c) {
            return compare(a, b);
        }
    }

    /** {@link Supplier} for fibers. */
    public interface FiberSupplier<T> extends Supplier<T> {
        /** The fiber entry. */
        default T get(Continuation c) {
            return get();
        }
    }

    /** {@link BooleanSupplier} for fibers. */
    public interface FiberBooleanSupplier extends BooleanSupplier {
        /** The fiber entry. */
        default boolean getAsBoolean(Continuation c) {
            return getAsBoolean();
        }
    }

    /** {@link IntSupplier} for fibers. */
    public interface FiberIntSupplier extends IntSupplier {
        /** The fiber entry. */
        default int getAsInt(Continuation c) {
            return getAsInt();
        }
    }

    /** {@link LongSupplier} for fibers. */
    public interface FiberLongSupplier extends LongSupplier {
        /** The fiber entry. */
        default long getAsLong(Continuation c) {
            return getAsLong();
        }
    }

    /** {@link DoubleSupplier} for fibers. */
    public interface FiberDoubleSupplier extends DoubleSupplier {
        /** The fiber entry. */
        default double getAsDouble(Continuation c) {
            return getAsDouble();
        }
    }

    /** {@link Consumer} for fibers. */
    public interface FiberConsumer<T> extends Consumer<T> {
        /** The fiber entry. */
        default void accept(T value, Continuation c) {
            accept(value);
        }
    }

    /** {@link BiConsumer} for fibers. */
    public interface FiberBiConsumer<T, U> extends BiConsumer<T, U> {
        /** The fiber entry. */
        default void accept(T a, U b, Continuation c) {
            accept(a, b);
        }
    }

    /** {@link IntConsumer} for fibers. */
    public interface FiberIntConsumer extends IntConsumer {
        /** The fiber entry. */
        default void accept(int value, Continuation c) {
            accept(value);
        }
    }

    /** {@link ObjIntConsumer} for fibers. */
    public interface FiberObjIntConsumer<T> extends ObjIntConsumer<T> {
        /** The fiber entry. */
        default void accept(T a, int b, Continuation c) {
            accept(a, b);
        }
    }

    /** {@link LongConsumer} for fibers. */
    public interface FiberLongConsumer extends LongConsumer {
        /** The fiber entry. */
        default void accept(long value, Continuation c) {
            accept(value);
        }
    }

    /** {@link ObjLongConsumer} for fibers. */
    public interface FiberObjLongConsumer<T> extends ObjLongConsumer<T> {
        /** The fiber entry. */
        default void accept(T a, long b, Continuation c) {
            accept(a, b);
        }
    }

    /** {@link DoubleConsumer} for fibers. */
    public interface FiberDoubleConsumer extends DoubleConsumer {
        /** The fiber entry. */
        default void accept(double value, Continuation c) {
            accept(value);
        }
    }

    /** {@link ObjDoubleConsumer} for fibers. */
    public interface FiberObjDoubleConsumer<T> extends ObjDoubleConsumer<T> {
        /** The fiber entry. */
        default void accept(T a, double b, Continuation c) {
            accept(a, b);
        }
    }

    /** {@link Function} for fibers. */
    public interface FiberFunction<T, R> extends Function<T, R> {
        /** The fiber entry. */
        default R apply(T value, Continuation c) {
            return apply(value);
        }
    }

    /** {@link BiFunction} for fibers. */
    public interface FiberBiFunction<T, U, R> extends BiFunction<T, U, R> {
        /** The fiber entry. */
        default R apply(T a, U b, Continuation c) {
            return apply(a, b);
        }
    }

    /** {@link IntFunction} for fibers. */
    public interface FiberIntFunction<R> extends IntFunction<R> {
        /** The fiber entry. */
        default R apply(int value, Continuation c) {
            return apply(value);
        }
    }

    /** {@link ToIntFunction} for fibers. */
    public interface FiberToIntFunction<T> extends ToIntFunction<T> {
        /** The fiber entry. */
        default int applyAsInt(T value, Continuation c) {
            return applyAsInt(value);
        }
    }

    /** {@link ToIntBiFunction} for fibers. */
    public interface FiberToIntBiFunction<T, U> extends ToIntBiFunction<T, U> {
        /** The fiber entry. */
        default int applyAsInt(T a, U b, Continuation c) {
            return applyAsInt(a, b);
        }
    }

    /** {@link IntUnaryOperator} for fibers. */
    public interface FiberIntUnaryOperator extends IntUnaryOperator {
        /** The fiber entry. */
        default int applyAsInt(int value, Continuation c) {
            return applyAsInt(value);
        }
    }

    /** {@link IntBinaryOperator} for fibers. */
    public interface FiberIntBinaryOperator extends IntBinaryOperator {
        /** The fiber entry. */
        default int applyAsInt(int a, int b, Continuation c) {
            return applyAsInt(a, b);
        }
    }

    /** {@link IntToLongFunction} for fibers. */
    public interface FiberIntToLongFunction extends IntToLongFunction {
        /** The fiber entry. */
        default long applyAsLong(int value, Continuation c) {
            return applyAsLong(value);
        }
    }

    /** {@link IntToDoubleFunction} for fibers. */
    public interface FiberIntToDoubleFunction extends IntToDoubleFunction {
        /** The fiber entry. */
        default double applyAsDouble(int value, Continuation c) {
            return applyAsDouble(value);
        }
    }

    /** {@link LongFunction} for fibers. */
    public interface FiberLongFunction<R> extends LongFunction<R> {
        /** The fiber entry. */
        default R apply(long value, Continuation c) {
            return apply(value);
        }
    }

    /** {@link ToLongFunction} for fibers. */
    public interface FiberToLongFunction<T> extends ToLongFunction<T> {
        /** The fiber entry. */
        default long applyAsLong(T value, Continuation c) {
            return applyAsLong(value);
        }
    }

    /** {@link ToLongBiFunction} for fibers. */
    public interface FiberToLongBiFunction<T, U> extends ToLongBiFunction<T, U> {
        /** The fiber entry. */
        default long applyAsLong(T a, U b, Continuation c) {
            return applyAsLong(a, b);
        }
    }

    /** {@link LongUnaryOperator} for fibers. */
    public interface FiberLongUnaryOperator extends LongUnaryOperator {
        /** The fiber entry. */
        default long applyAsLong(long value, Continuation c) {
            return applyAsLong(value);
        }
    }

    /** {@link LongBinaryOperator} for fibers. */
    public interface FiberLongBinaryOperator extends LongBinaryOperator {
        /** The fiber entry. */
        default long applyAsLong(long a, long b, Continuation c) {
            return applyAsLong(a, b);
        }
    }

    /** {@link LongToIntFunction} for fibers. */
    public interface FiberLongToIntFunction extends LongToIntFunction {
        /** The fiber entry. */
        default int applyAsInt(long value, Continuation c) {
            return applyAsInt(value);
        }
    }

    /** {@link LongToDoubleFunction} for fibers. */
    public interface FiberLongToDoubleFunction extends LongToDoubleFunction {
        /** The fiber entry. */
        default double applyAsDouble(long value, Continuation c) {
            return applyAsDouble(value);
        }
    }

    /** {@link DoubleFunction} for fibers. */
    public interface FiberDoubleFunction<R> extends DoubleFunction<R> {
        /** The fiber entry. */
        default R apply(double value, Continuation c) {
            return apply(value);
        }
    }

    /** {@link ToDoubleFunction} for fibers. */
    public interface FiberToDoubleFunction<T> extends ToDoubleFunction<T> {
        /** The fiber entry. */
        default double applyAsDouble(T value, Continuation c) {
            return applyAsDouble(value);
        }
    }

    /** {@link ToDoubleBiFunction} for fibers. */
    public interface FiberToDoubleBiFunction<T, U> extends ToDoubleBiFunction<T, U> {
        /** The fiber entry. */
        default double applyAsDouble(T a, U b, Continuation c) {
            return applyAsDouble(a, b);
        }
    }

    /** {@link DoubleUnaryOperator} for fibers. */
    public interface FiberDoubleUnaryOperator extends DoubleUnaryOperator {
        /** The fiber entry. */
        default double applyAsDouble(double value, Continuation c) {
            return applyAsDouble(value);
        }
    }

    /** {@link DoubleBinaryOperator} for fibers. */
    public interface FiberDoubleBinaryOperator extends DoubleBinaryOperator {
        /** The fiber entry. */
        default double applyAsDouble(double a, double b, Continuation c) {
            return applyAsDouble(a, b);
        }
    }

    /** {@link DoubleToIntFunction} for fibers. */
    public interface FiberDoubleToIntFunction extends DoubleToIntFunction {
        /** The fiber entry. */
        default int applyAsInt(double value, Continuation c) {
            return applyAsInt(value);
        }
    }

    /** {@link DoubleToLongFunction} for fibers. */
    public interface FiberDoubleToLongFunction extends DoubleToLongFunction {
        /** The fiber entry. */
        default long applyAsLong(double value, Continuation c) {
            return applyAsLong(value);
        }
    }

    /** {@link Predicate} for fibers. */
    public interface FiberPredicate<T> extends Predicate<T> {
        /** The fiber entry. */
        default boolean test(T value, Continuation c) {
            return test(value);
        }
    }

    /** {@link BiPredicate} for fibers. */
    public interface FiberBiPredicate<T, U> extends BiPredicate<T, U> {
        /** The fiber entry. */
        default boolean test(T a, U b, Continuation c) {
            return test(a, b);
        }
    }

    /** {@link IntPredicate} for fibers. */
    public interface FiberIntPredicate extends IntPredicate {
        /** The fiber entry. */
        default boolean test(int value, Continuation c) {
            return test(value);
        }
    }

    /** {@link LongPredicate} for fibers. */
    public interface FiberLongPredicate extends LongPredicate {
        /** The fiber entry. */
        default boolean test(long value, Continuation c) {
            return test(value);
        }
    }

    /** {@link DoublePredicate} for fibers. */
    public interface FiberDoublePredicate extends DoublePredicate {
        /** The fiber entry. */
        default boolean test(double value, Continuation c) {
            return test(value);
        }
    }

    /** {@link Lock} for fibers. */
    public interface FiberLock extends Lock {
        /** The fiber entry. */
        default void lock(Continuation c) {
            lock();
        }

        /** The fiber entry. */
        default void lockInterruptibly(Continuation c) throws InterruptedException {
            lockInterruptibly();
        }

        /** The fiber entry. */
        default boolean tryLock(long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return tryLock(time, unit);
        }
    }

    /** {@link Condition} for fibers. */
    @SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // the caller's; the interface has it
    public interface FiberCondition extends Condition {
        /** The fiber entry. */
        default void await(Continuation c) throws InterruptedException {
            await();
        }

        /** The fiber entry. */
        default void awaitUninterruptibly(Continuation c) {
            awaitUninterruptibly();
        }

        /** The fiber entry. */
        default long awaitNanos(long nanos, Continuation c) throws InterruptedException {
            return awaitNanos(nanos);
        }

        /** The fiber entry. */
        default boolean await(long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return await(time, unit);
        }

        /** The fiber entry. */
        default boolean awaitUntil(Date deadline, Continuation c) throws InterruptedException {
            return awaitUntil(deadline);
        }
    }

    /** {@link BlockingQueue} for fibers. */
    public interface FiberBlockingQueue<E> extends BlockingQueue<E> {
        /** The fiber entry. */
        default void put(E element, Continuation c) throws InterruptedException {
            put(element);
        }

        /** The fiber entry. */
        default boolean offer(E element, long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return offer(element, time, unit);
        }

        /** The fiber entry. */
        default E take(Continuation c) throws InterruptedException {
            return take();
        }

        /** The fiber entry. */
        default @Nullable E poll(long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return poll(time, unit);
        }
    }

    /** {@link BlockingDeque} for fibers. */
    public interface FiberBlockingDeque<E> extends BlockingDeque<E> {
        /** The fiber entry. */
        default void putFirst(E element, Continuation c) throws InterruptedException {
            putFirst(element);
        }

        /** The fiber entry. */
        default void putLast(E element, Continuation c) throws InterruptedException {
            putLast(element);
        }

        /** The fiber entry. */
        default boolean offerFirst(E element, long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return offerFirst(element, time, unit);
        }

        /** The fiber entry. */
        default boolean offerLast(E element, long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return offerLast(element, time, unit);
        }

        /** The fiber entry. */
        default E takeFirst(Continuation c) throws InterruptedException {
            return takeFirst();
        }

        /** The fiber entry. */
        default E takeLast(Continuation c) throws InterruptedException {
            return takeLast();
        }

        /** The fiber entry. */
        default @Nullable E pollFirst(long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return pollFirst(time, unit);
        }

        /** The fiber entry. */
        default @Nullable E pollLast(long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return pollLast(time, unit);
        }
    }

    /** {@link TransferQueue} for fibers. */
    public interface FiberTransferQueue<E> extends TransferQueue<E> {
        /** The fiber entry. */
        default void transfer(E element, Continuation c) throws InterruptedException {
            transfer(element);
        }

        /** The fiber entry. */
        default boolean tryTransfer(E element, long time, TimeUnit unit, Continuation c) throws InterruptedException {
            return tryTransfer(element, time, unit);
        }
    }
}
