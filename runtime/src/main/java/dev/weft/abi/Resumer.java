// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Enters one method's resume entry, and knows what a stack trace needs of the method.
 *
 * <p>There is one for each fiber method that has suspended, a constant of the method's class.
 */
public abstract non-sealed class Resumer implements Origin {
    /*
     * Each method has a hidden class of its own, defined from the bytes of ResumerTemplate with the resume entry as class
     * data. So the call in the trampoline is one virtual call, and the rest is constant to the JIT.
     *
     * Rejected: a lambda for each method. It is an interface call, and has nowhere to keep the lines.
     */

    private static final MethodType ENTRY_TYPE = MethodType.methodType(void.class, Frame.class, Continuation.class);

    /**
     * The resumers of a class, by name and type of the entry. A method has the instruction that gives its resumer more than once,
     * and each is linked by itself; but a frame is free for its method's next suspension only where the resumer is the same.
     */
    private static final ClassValue<ConcurrentMap<String, Resumer>> BY_ENTRY = new ClassValue<>() {
        @Override
        protected ConcurrentMap<String, Resumer> computeValue(Class<?> owner) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Class<?> owner;
    private final String method;
    private final String file; // empty if not known
    private final String lines; // the k-th char is the line of state k, 0 if not known

    Resumer(Class<?> owner, String method, String file, String lines) {
        this.owner = owner;
        this.method = method;
        this.file = file;
        this.lines = lines;
    }

    /** Restores the activation and runs it until it returns, throws or unwinds. */
    abstract void resume(Frame frame, Continuation c) throws Throwable;

    /** Where the activation is in a state. */
    final StackTraceElement element(int state) {
        int line = state < lines.length() ? lines.charAt(state) : 0;
        return new StackTraceElement(owner.getName(), method, file.isEmpty() ? null : file, line == 0 ? -1 : line);
    }

    final boolean isMethodOf(StackTraceElement element) {
        return element.getMethodName().equals(method) && element.getClassName().equals(owner.getName());
    }

    @Override
    public final String toString() {
        return "Resumer[" + owner.getName() + "." + method + "]";
    }

    /**
     * Bootstrap method of the instruction that gives a method's resumer.
     *
     * @param arguments {@code Lookup lookup}, of the class with the method; {@code String method}, its name; {@code MethodType
     *     type}, {@code ()Origin}; {@code MethodHandle entry}, the resume entry, of which what it returns is dropped; {@code
     *     String file}, the source file, or empty; {@code String lines}, the line of each state, a char each
     * @return a constant call site
     * @throws ReflectiveOperationException never, in a sound runtime
     */
    public static Object bootstrap(Object... arguments) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = (MethodHandles.Lookup) arguments[0];
        String method = (String) arguments[1];
        MethodHandle entry = (MethodHandle) arguments[3];
        String file = (String) arguments[4];
        String lines = (String) arguments[5];
        ForeignFrames.seekIfMocking(); // now and then
        ConcurrentMap<String, Resumer> resumers = BY_ENTRY.get(lookup.lookupClass());
        String key = method + entry.type();
        Resumer resumer = resumers.get(key);
        if (resumer == null) {
            Resumer made = make(lookup.lookupClass(), method, entry, file, lines);
            Resumer other = resumers.putIfAbsent(key, made);
            resumer = other != null ? other : made;
        }
        return new ConstantCallSite(MethodHandles.constant(Origin.class, resumer));
    }

    private static Resumer make(Class<?> owner, String method, MethodHandle entry, String file, String lines)
            throws ReflectiveOperationException {
        MethodHandles.Lookup hidden = MethodHandles.lookup()
                .defineHiddenClassWithClassData(Template.BYTES.clone(), entry.asType(ENTRY_TYPE), true);
        return (Resumer) hidden.lookupClass()
                .getDeclaredConstructor(Class.class, String.class, String.class, String.class)
                .newInstance(owner, method, file, lines);
    }

    private static final class Template {
        static final byte[] BYTES = read();

        private static byte[] read() {
            try (InputStream in = Resumer.class.getResourceAsStream("ResumerTemplate.class")) {
                if (in == null) throw new IllegalStateException("ResumerTemplate.class is not beside Resumer.class");
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
