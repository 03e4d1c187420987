// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** invokedynamic that is no fiber lambda: concatenation, record methods, lambdas of JDK interfaces, serializable ones. */
@Fiber
public final class S19OtherInvokedynamicTarget {
    private S19OtherInvokedynamicTarget() {}

    record Data(int number, String text, double[] array) {}

    @FunctionalInterface
    interface SerializableMaker extends Serializable {
        @Fiber
        String make();
    }

    /** Without a serialVersionUID of its own. */
    @SuppressWarnings("serial")
    @Fiber
    static class Saved implements Serializable {
        protected int number = 3;

        public int suspending() {
            return number * pass(number);
        }
    }

    @Entry
    public static Object serializableClass() {
        return new Saved().suspending();
    }

    @Entry
    public static Object concatenationOfManyTypes() {
        char c = pass('c');
        long l = pass(1L);
        return "a\1b\2" + c + l + pass(2.5f) + (Object) null + pass((byte) 3) + new int[0].length + pass("\1\2");
    }

    @Entry
    public static Object recordMethods() {
        Data first = new Data(pass(1), pass("t"), null);
        Data second = new Data(1, "t", null);
        hit();
        return first.equals(second) + first.toString() + (first.hashCode() == second.hashCode()) + pass(first.text());
    }

    @Entry
    public static Object jdkLambdaWithoutSuspension() {
        int n = pass(5);
        IntSupplier supplier = () -> n * 2;
        hit();
        return supplier.getAsInt() + pass(supplier.getAsInt());
    }

    @Entry
    public static Object jdkLambdaSuspends() {
        Supplier<String> supplier = () -> pass("suspended");
        hit();
        return supplier.get() + pass("!");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object serializableLambdaPins() {
        String captured = pass("captured");
        SerializableMaker maker = () -> pass(captured);
        return maker.make() + pass("!");
    }

    @Entry(pinned = Entry.Pinned.SOMETIMES)
    public static Object serializableLambdaAfterSerialization() throws IOException, ClassNotFoundException {
        String captured = pass("captured");
        SerializableMaker maker = () -> pass(captured) + "?";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(maker);
        }
        hit();
        try (ObjectInputStream in = new TargetObjectInputStream(bytes.toByteArray())) {
            log("read");
            return ((SerializableMaker) in.readObject()).make();
        }
    }

    /** Of an interface of the JDK, and a reference to a fiber method. */
    @Entry(pinned = Entry.Pinned.SOMETIMES)
    @SuppressWarnings("unchecked")
    public static Object serializableFormsAfterSerialization() throws IOException, ClassNotFoundException {
        String captured = pass("captured");
        Supplier<String> lambda = (Supplier<String> & Serializable) () -> pass(captured) + "?";
        SerializableMaker reference = S19OtherInvokedynamicTarget::made;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(lambda);
            out.writeObject(reference);
        }
        hit();
        try (ObjectInputStream in = new TargetObjectInputStream(bytes.toByteArray())) {
            return ((Supplier<String>) in.readObject()).get() + ((SerializableMaker) in.readObject()).make();
        }
    }

    private static String made() {
        return pass("made");
    }

    private static final class TargetObjectInputStream extends ObjectInputStream {
        TargetObjectInputStream(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(java.io.ObjectStreamClass description) throws ClassNotFoundException {
            return Class.forName(description.getName(), false, S19OtherInvokedynamicTarget.class.getClassLoader());
        }
    }
}
