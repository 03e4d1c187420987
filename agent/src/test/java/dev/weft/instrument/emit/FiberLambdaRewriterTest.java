// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrument.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.instrument.Configuration;
import dev.weft.instrument.abi.RuntimeAbi;
import dev.weft.instrument.classify.Classifier;
import dev.weft.instrument.classify.CompiledSources;
import dev.weft.instrument.classify.FiberLambda;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Each host class has static methods {@code Object test…()}, which make a lambda and return it as the interface that has
 * {@code Object call()}, or call it through {@code Host.through}. What they return tells which entries were called.
 */
class FiberLambdaRewriterTest {
    private static final Configuration DEFAULT = Configuration.builder().build();

    private static final String TASK =
            "package p; public interface Task<T> { @dev.weft.Fiber T run() throws Exception; }";
    private static final String ACTION =
            "package p; public interface Action { @dev.weft.Fiber void run() throws Exception; }";
    private static final String FUNCTION =
            "package p; public interface Function<A, B> { @dev.weft.Fiber B apply(A a) throws Exception; }";
    private static final String LONGS =
            "package p; public interface Longs { @dev.weft.Fiber long apply(int a, byte b, String s); }";
    private static final String WHERE = """
            package p;
            public class Where {
                public static String log = "";
                @dev.weft.Fiber public static String where() { return dev.weft.abi.Continuation.current() == null ? "plain" : "fiber"; }
            }
            """;

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void lambdaBodiesRunInBothEntries(int release) throws Exception {
        Host host = new Host(release, """
                package p;
                class Host {
                    private final String name = "host";
                    static Task<?> testStatic() { return () -> Where.where(); }
                    static Task<?> testCaptures() {
                        long l = 1L << 40; double d = 2.5; byte b = 3; String s = "s"; boolean z = true; float f = 1.5f; char c = 'c'; int[] a = {7};
                        return () -> Where.where() + l + d + b + s + z + f + c + a[0];
                    }
                    static Task<?> testInstance() { return new Host().instance(); }
                    Task<?> instance() { return () -> Where.where() + name; }
                    static Task<?> testNested() { return () -> { Task<String> t = () -> Where.where(); return t.run(); }; }
                }
                """);
        assertThat(host.both("testStatic")).containsExactly("plain", "fiber");
        assertThat(host.both("testCaptures"))
                .containsExactly("plain10995116277762.53strue1.5c7", "fiber10995116277762.53strue1.5c7");
        assertThat(host.both("testInstance")).containsExactly("plainhost", "fiberhost");
        assertThat(host.both("testNested")).containsExactly("plain", "fiber");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 17})
    void methodReferencesOfAllKindsRunInBothEntries(int release) throws Exception {
        Host host = new Host(
                release,
                """
                package p;
                class Host extends Base {
                    @dev.weft.Fiber static String s() { return "s" + Where.where(); }
                    @dev.weft.Fiber String v() { return "v" + Where.where(); }
                    @dev.weft.Fiber private String p() { return "p" + Where.where(); }
                    @dev.weft.Fiber public String toString() { return "h"; }
                    @dev.weft.Fiber static Host[] make(int n) { return new Host[n]; }
                    static Task<?> testStatic() { return Host::s; }
                    static Task<?> testBound() { return new Host()::v; }
                    static Task<?> testPrivate() { return new Host()::p; }
                    static Task<?> testUnbound() { Function<Host, String> f = Host::v; return () -> f.apply(new Host()); }
                    static Task<?> testConstructor() { return Host::new; }
                    static Task<?> testArray() { Function<Integer, Host[]> f = Host[]::new; return () -> f.apply(3).length; }
                    static Task<?> testInterface() { View v = new Impl(); return v::see; }
                    static Task<?> testUnboundInterface() { Function<Impl, String> f = View::see; return () -> f.apply(new Impl()); }
                    static Task<?> testSuper() { return new Host().viaSuper(); }
                    Task<?> viaSuper() { return super::inherited; }
                    static Task<?> testJdk() { Function<String, Integer> f = String::length; return () -> Where.where() + f.apply("four"); }
                }
                """,
                "package p; class Base { @dev.weft.Fiber String inherited() { return \"i\" + Where.where(); } }",
                "package p; interface View { @dev.weft.Fiber String see(); }",
                "package p; class Impl implements View { public String see() { return \"see\" + Where.where(); } }");
        assertThat(host.both("testStatic")).containsExactly("splain", "sfiber");
        assertThat(host.both("testBound")).containsExactly("vplain", "vfiber");
        assertThat(host.both("testPrivate")).containsExactly("pplain", "pfiber");
        assertThat(host.both("testUnbound")).containsExactly("vplain", "vfiber");
        assertThat(host.both("testConstructor")).containsExactly("h", "h");
        assertThat(host.both("testArray")).containsExactly("3", "3");
        assertThat(host.both("testInterface")).containsExactly("seeplain", "seefiber");
        assertThat(host.both("testUnboundInterface")).containsExactly("seeplain", "seefiber");
        assertThat(host.both("testSuper")).containsExactly("iplain", "ifiber");
        assertThat(host.both("testJdk")).containsExactly("plain4", "fiber4");
    }

    @Test
    void lambdasInInterfacesRunInBothEntries() throws Exception {
        Host host = new Host(17, """
                package p;
                interface Host {
                    static Task<?> testStatic() { return () -> Where.where(); }
                    static Task<?> testInstance() { return new Host() { public String toString() { return "me"; } }.instance(); }
                    default Task<?> instance() { return () -> Where.where() + this; }
                    static Task<?> testPrivate() { return new Host() {}.reference(); }
                    default Task<?> reference() { return this::secret; }
                    @dev.weft.Fiber private String secret() { return "p" + Where.where(); }
                    static Task<?> testHelper() { Action a = Host::count; return () -> { a.run(); return Where.log; }; }
                    @dev.weft.Fiber private static int count() { Where.log = Where.where(); return 1; }
                }
                """);
        assertThat(host.both("testStatic")).containsExactly("plain", "fiber");
        assertThat(host.both("testInstance")).containsExactly("plainme", "fiberme");
        assertThat(host.both("testPrivate")).containsExactly("pplain", "pfiber");
        assertThat(host.both("testHelper")).containsExactly("plain", "fiber");
    }

    @Test
    void valuesAreConvertedAsLambdaMetafactoryDoes() throws Exception {
        Host host = new Host(17, """
                package p;
                class Host {
                    @dev.weft.Fiber static int boxed(int i) { Where.log = Where.where(); return i + 1; }
                    @dev.weft.Fiber static Integer unboxed(Integer i) { Where.log = Where.where(); return i + 1; }
                    @dev.weft.Fiber static short widened(long a, int b, CharSequence s) { Where.log = Where.where(); return (short) (a + b + s.length()); }
                    @dev.weft.Fiber static long objects(Object a, Object b, Object s) { Where.log = Where.where(); return a.hashCode() + b.hashCode(); }
                    @dev.weft.Fiber static Long dropped() { Where.log = Where.where(); return 5L; }
                    @dev.weft.Fiber static double droppedDouble() { Where.log = Where.where(); return 5; }
                    interface Ints { @dev.weft.Fiber int apply(int i); }
                    static Task<?> testBoxed() { Function<Integer, Integer> f = Host::boxed; return () -> f.apply(1) + Where.log; }
                    static Task<?> testObject() { Function<Integer, Object> f = Host::boxed; return () -> f.apply(1) + Where.log; }
                    static Task<?> testUnboxed() { Ints f = Host::unboxed; return () -> f.apply(2) + Where.log; }
                    static Task<?> testWidened() { Longs f = Host::widened; return () -> f.apply(1, (byte) 2, "333") + Where.log; }
                    static Task<?> testObjects() { Longs f = Host::objects; return () -> f.apply(1, (byte) 2, "") + Where.log; }
                    static Task<?> testDropped() { Action f = Host::dropped; return () -> { f.run(); return Where.log; }; }
                    static Task<?> testDroppedDouble() { Action f = Host::droppedDouble; return () -> { f.run(); return Where.log; }; }
                    static Task<?> testVoid() { Quiet q = () -> Where.log = Where.where(); Action f = q::go; return () -> { f.run(); return Where.log; }; }
                    interface Quiet { @dev.weft.Fiber void go(); }
                    static Task<?> testPlainTarget() { Function<Byte, Object> f = Host::plain; return () -> f.apply((byte) 4) + Where.where(); }
                    static double plain(int i) { return i * 1.5; }
                }
                """, LONGS);
        assertThat(host.both("testBoxed")).containsExactly("2plain", "2fiber");
        assertThat(host.both("testObject")).containsExactly("2plain", "2fiber");
        assertThat(host.both("testUnboxed")).containsExactly("3plain", "3fiber");
        assertThat(host.both("testWidened")).containsExactly("6plain", "6fiber");
        assertThat(host.both("testObjects")).containsExactly("3plain", "3fiber");
        assertThat(host.both("testDropped")).containsExactly("plain", "fiber");
        assertThat(host.both("testDroppedDouble")).containsExactly("plain", "fiber");
        assertThat(host.both("testVoid")).containsExactly("plain", "fiber");
        assertThat(host.both("testPlainTarget")).containsExactly("6.0plain", "6.0fiber");
    }

    @Test
    void bridgesAndMarkersHaveBothEntries() throws Exception {
        Host host = new Host(17, """
                package p;
                class Host {
                    interface Named { String name(); }
                    interface Marker {}
                    interface StringTask extends Task<String> { @dev.weft.Fiber String run(); }
                    interface Both<T extends Number> extends Function<T, String> { @dev.weft.Fiber String apply(T t); }
                    static Task<?> testCovariant() { StringTask t = () -> Where.where(); return t; }
                    static Task<?> testBridge() { Both<Integer> b = i -> Where.where() + i; Function<Integer, String> f = b; return () -> f.apply(1) + b.apply(2); }
                    static Task<?> testMarker() { Task<String> t = (Task<String> & Marker) () -> Where.where(); return () -> t.run() + (t instanceof Marker); }
                }
                """);
        assertThat(host.both("testCovariant").get(0)).isEqualTo("plain");
        assertThat(host.both("testBridge")).containsExactly("plain1plain2", "fiber1fiber2");
        assertThat(host.both("testMarker")).containsExactly("plaintrue", "fibertrue");
    }

    @Test
    void lambdaOfTwoFiberInterfacesHasOneEntryForBoth() throws Exception {
        Host host = new Host(17, """
                package p;
                class Host {
                    interface Other { @dev.weft.Fiber void run() throws Exception; }
                    static Task<?> testBoth() {
                        Action a = (Action & Other) () -> Where.log += Where.where();
                        Other o = (Other) a;
                        return () -> { Where.log = ""; a.run(); o.run(); return Where.log; };
                    }
                }
                """);
        assertThat(host.both("testBoth")).containsExactly("plainplain", "fiberfiber");
    }

    @Test
    void nonCapturingLambdaIsOneObject() throws Exception {
        Host host = new Host(17, "package p; class Host { static Task<?> testOne() { return () -> Where.where(); } }");
        assertThat(host.make("testOne")).isSameAs(host.make("testOne"));
        assertThat(host.make("testOne").getClass().isHidden()).isTrue();
    }

    @Test
    void castFailureIsThatOfThePlainLambda() throws Exception {
        Host host = new Host(17, """
                package p;
                class Host {
                    @SuppressWarnings("unchecked")
                    static Task<?> testCast() {
                        Function<String, Integer> f = s -> s.length();
                        Function<Object, Object> raw = (Function<Object, Object>) (Function<?, ?>) f;
                        return () -> { try { return raw.apply(1); } catch (ClassCastException e) { return Where.where(); } };
                    }
                }
                """);
        assertThat(host.both("testCast")).containsExactly("plain", "fiber");
    }

    @Test
    void whatCannotBeMadeSoundlyIsLeftAlone() {
        CompiledSources c = CompiledSources.compile(TASK, WHERE, PassingInstrumenter.CONTINUATION, """
                package p;
                class Host {
                    Task<String> serializable() { return (Task<String> & java.io.Serializable) () -> Where.where(); }
                    Runnable neverSuspends() { return () -> System.gc(); }
                    Runnable serializableOfTheJdk() { return (Runnable & java.io.Serializable) () -> Where.where(); }
                    java.io.FileFilter withoutShadow() { return f -> Where.where() == null; }
                    interface S extends Task<String>, java.io.Serializable {}
                    S serializableInterface() { return () -> Where.where(); }
                    String concat(int i) { return "a" + i; }
                }
                """);
        ClassNode node = c.node("p.Host");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        classifier.begin(node);
        assertThat(indys(node))
                .isNotEmpty()
                .allSatisfy(i -> assertThat(classifier.fiberLambda(i)).isNull());
        assertThat(node.methods).noneMatch(m -> classifier.isFiberMethod(node, m));
    }

    @Test
    void protectedMethodOfAnotherPackageIsLeftAlone() {
        CompiledSources c = CompiledSources.compile(
                TASK,
                "package q; public class Base { @dev.weft.Fiber protected static String s() { return null; } @dev.weft.Fiber public static String t() { return null; } }",
                "package p; class Host extends q.Base { Task<String> f() { return q.Base::t; } }");
        ClassNode node = c.node("p.Host");
        InvokeDynamicInsnNode indy = indys(node).get(0);
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        classifier.begin(node);
        assertThat(classifier.fiberLambda(indy)).isNotNull();
        org.objectweb.asm.Handle t = (org.objectweb.asm.Handle) indy.bsmArgs[1];
        indy.bsmArgs[1] = new org.objectweb.asm.Handle(t.getTag(), t.getOwner(), "s", t.getDesc(), false);
        assertThat(classifier.fiberLambda(indy)).isNull();
    }

    @Test
    void lambdaOfAnInterfaceThatIsNotInstrumentedIsLeftAlone() {
        CompiledSources c = CompiledSources.compile(
                "package q; public interface Task { @dev.weft.Fiber void run(); }",
                "package p; class Host { q.Task f() { return () -> {}; } }");
        ClassNode node = c.node("p.Host");
        Classifier classifier =
                new Classifier(Configuration.builder().exclude("q.**").build(), c.locator());
        classifier.begin(node);
        assertThat(classifier.fiberLambda(indys(node).get(0))).isNull();
    }

    @Test
    void onlyClassesWithFiberLambdasAreRelevant() {
        CompiledSources c = CompiledSources.compile(
                TASK,
                "package p; class With { Object f() { Task<Object> t = () -> null; return t; } }",
                "package p; class Without { Object f() { Runnable t = () -> {}; return \"x\" + t; } Task<?> t; }");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        assertThat(classifier.isRelevant(c.bytes("p.With"))).isTrue();
        assertThat(classifier.isRelevant(c.bytes("p.Without"))).isFalse();
        assertThat(classifier.isRelevant(c.bytes("p.Task"))).isTrue();
    }

    @Test
    void classFileIsSmall() {
        CompiledSources c = CompiledSources.compile(
                TASK, "package p; class Host { String n; Object f() { Task<Object> t = () -> n; return t; } }");
        ClassNode node = c.node("p.Host");
        Classifier classifier = new Classifier(DEFAULT, c.locator());
        classifier.begin(node);
        InvokeDynamicInsnNode indy = indys(node).get(0);
        assertThat(classifier.fiberLambda(indy)).matches(FiberLambda::hasOwnBody);
        assertThat(new FiberLambdaRewriter(node, classifier, false).rewrite(CompiledSources.method(node, "f")))
                .isEmpty();
        assertThat(indy.bsm.getOwner()).isEqualTo(RuntimeAbi.FIBER_LAMBDAS);
        assertThat(((String) indy.bsmArgs[0]).length()).isLessThan(550);
    }

    private static List<InvokeDynamicInsnNode> indys(ClassNode node) {
        List<InvokeDynamicInsnNode> found = new ArrayList<>();
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode i : method.instructions) {
                if (i instanceof InvokeDynamicInsnNode indy) found.add(indy);
            }
        }
        return found;
    }

    /** An instrumented class with its tests. */
    private static final class Host {
        private final ClassLoader loader;

        Host(int release, String... sources) {
            List<String> all = new ArrayList<>(List.of(TASK, ACTION, FUNCTION, WHERE));
            all.addAll(List.of(sources));
            loader = PassingInstrumenter.load(release, DEFAULT, all.toArray(String[]::new));
        }

        Object make(String test) throws ReflectiveOperationException {
            Method method = loader.loadClass("p.Host").getDeclaredMethod(test);
            method.setAccessible(true);
            return method.invoke(null);
        }

        /** The results of the plain and the fiber entry. */
        List<String> both(String test) throws ReflectiveOperationException {
            Object task = make(test);
            Class<?> type = loader.loadClass("p.Task");
            Class<?> continuation = loader.loadClass("dev.weft.abi.Continuation");
            Object c = continuation.getConstructor().newInstance();
            return Stream.of(
                            type.getMethod("run").invoke(task),
                            type.getMethod("run", continuation).invoke(task, c))
                    .map(String::valueOf)
                    .toList();
        }
    }
}
