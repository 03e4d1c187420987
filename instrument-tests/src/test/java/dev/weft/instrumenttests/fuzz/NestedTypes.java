// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.List;
import java.util.Map;

/** The classes inside a random program: a generic hierarchy with bridges, a record, an enum, a resource, a foreign class. */
final class NestedTypes {
    private final Dice dice;
    private final JavaGenerator generator;

    NestedTypes(Dice dice, JavaGenerator generator) {
        this.dice = dice;
        this.generator = generator;
    }

    void addTo(Map<String, Tree> members) {
        addHierarchy(members);
        addValues(members);
        addRest(members);
    }

    private Tree body(String type, String... parameters) {
        return generator.body(generator.last(), type, List.of(parameters));
    }

    private String fiber() {
        return generator.fiber(3);
    }

    private void addHierarchy(Map<String, Tree> members) {
        members.put(
                "Shape",
                Tree.element("interface Shape<T> {\n" + generator.fiber(8) + "T area(T x, int n);\n" + fiber()
                        + "default int twice(int n) {\nreturn passInt(n, 0) + passInt(n, 0);\n}\n}\n"));
        members.put(
                "Base",
                Tree.element(
                        fiber()
                                + "static abstract class Base<T> implements Shape<T> {\nlong f;\nBase(int f) {\nthis.f = passInt(f, 0);\nlog(f);\n}\n"
                                + fiber() + "int virt(int q0, long q1) {\n",
                        body("int", "int", "long"),
                        "}\n" + fiber()
                                + "int bound(int n, Object o) {\nlog(o);\nreturn twice(n) + (int) (f += passLong(1L, 0));\n}\n"
                                + "@Override public String toString() {\nreturn \"base\" + f;\n}\n}\n"));
        members.put(
                "Derived",
                Tree.element(
                        fiber() + "static class Derived extends Base<String> {\nDerived(int f) {\nsuper(f);\n}\n"
                                + fiber() + "@Override public String area(String q0, int q1) {\n",
                        body("String", "String", "int"),
                        "}\n",
                        dice.coin()
                                ? Tree.element(
                                        fiber()
                                                + "@Override int virt(int q0, long q1) {\nq0 += super.virt(q0, passLong(q1, 0));\n",
                                        body("int", "int", "long"),
                                        "}\n")
                                : "",
                        dice.coin()
                                ? fiber()
                                        + "@Override public int twice(int n) {\nreturn "
                                        + dice.pick("super.twice(n)", "((IntUnaryOperator) super::twice).applyAsInt(n)")
                                        + " + passInt(1, 0);\n}\n"
                                : "",
                        "}\n"));
        members.put(
                "Foreign",
                Tree.element("static class Foreign extends Base<String> {\nForeign(int f) {\nsuper(f);\n}\n"
                        + "public String area(String x, int n) {\nlog(\"foreign\");\nreturn pass(x, 0);\n}\n"
                        + (dice.coin() ? "@Override int virt(int a, long b) {\nreturn super.virt(a + 1, b);\n}\n" : "")
                        + "static <T> T through(Maker0<T> maker) {\nreturn maker.make();\n}\n}\n"
                        + "interface Maker0<T> {\n@Fiber T make();\n}\n"));
    }

    private void addValues(Map<String, Tree> members) {
        members.put(
                "Rec",
                Tree.element(
                        fiber() + "record Rec(int n, String s) {\nRec {\nlog(n);\n}\n",
                        dice.coin() ? fiber() + "public String s() {\nreturn pass(s, 0);\n}\n" : "",
                        "}\n"));
        members.put(
                "Color",
                Tree.element(
                        fiber() + "enum Color {\nRED,\nGREEN {\n" + fiber() + "@Override int act(int q0) {\n",
                        body("int", "int"),
                        "}\n},\nBLUE;\n" + fiber() + "int act(int n) {\nreturn passInt(n, 0) + ordinal();\n}\n}\n"));
    }

    private void addRest(Map<String, Tree> members) {
        members.put(
                "Inner(",
                Tree.element(
                        fiber() + "final class Inner {\nint g;\nInner(int g) {\nthis.g = g;\n}\n" + fiber()
                                + "int go(int q0) {\nq0 += passInt(g, 0);\n",
                        body("int", "int"),
                        "}\n}\n"));
        members.put(
                "Res ",
                Tree.element(fiber()
                        + "static final class Res implements AutoCloseable {\nfinal int id;\nRes(int id) {\nthis.id = id;\n}\n"
                        + generator.fiber(8) + "public void close() {\nlog(\"close\");\nhit();\n"
                        + "if ((id & 3) == 3) throw new IllegalStateException(\"close\");\n}\n}\n"));
        members.put(
                "Seq",
                Tree.element(fiber()
                        + "static final class Seq implements Iterable<Integer>, Iterator<Integer> {\nint left;\n"
                        + "Seq(int left) {\nthis.left = left;\n}\n" + fiber()
                        + "public Iterator<Integer> iterator() {\nreturn this;\n}\n"
                        + generator.fiber(6) + "public boolean hasNext() {\nreturn left > passInt(0, 0);\n}\n"
                        + generator.fiber(6) + "public Integer next() {\nreturn passInt(left--, 0);\n}\n}\n"));
        members.put(
                "Fail",
                Tree.element("static final class Fail extends RuntimeException {\nfinal Object payload;\n"
                        + "Fail(Object payload) {\nsuper(\"fail\");\nthis.payload = payload;\n}\n}\n"));
    }
}
