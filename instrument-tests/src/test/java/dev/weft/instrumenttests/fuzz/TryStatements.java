// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Writes random statements around which exceptions matter: try in all forms, synchronized. */
final class TryStatements {
    private static final List<String> CAUGHT = List.of(
            "ArithmeticException",
            "NullPointerException | ClassCastException",
            "IllegalStateException",
            "IndexOutOfBoundsException",
            "Fail",
            "RuntimeException",
            "Exception",
            "Throwable");

    private final Dice dice;
    private final Scope scope;
    private final Statements statements;

    TryStatements(Dice dice, Scope scope, Statements statements) {
        this.dice = dice;
        this.scope = scope;
        this.statements = statements;
    }

    Tree of(int depth) {
        if (dice.oneIn(8)) {
            return synchronizedBlock(depth);
        }
        List<Object> parts = new ArrayList<>();
        Scope.Mark mark = scope.mark();
        boolean hasResources = dice.oneIn(4);
        parts.add(hasResources ? "try (" : "try {\n");
        if (hasResources) {
            addResources(parts);
        }
        parts.add(statements.block(depth + 1));
        scope.leave(mark);
        List<Tree> catches = catches(depth);
        boolean hasFinally = catches.isEmpty() || dice.oneIn(3);
        parts.add("}");
        parts.add(Tree.list(catches));
        if (hasFinally) {
            addFinally(parts, depth);
        }
        parts.add("\n");
        return Tree.element(parts.toArray());
    }

    private void addResources(List<Object> parts) {
        int count = dice.between(1, 2);
        for (int i = 0; i < count; i++) {
            parts.add("Res " + scope.newName("r") + " = new Res(");
            parts.add(statements.expression("int", 2));
            parts.add(i + 1 < count ? ");\n" : ")) {\n");
        }
    }

    private List<Tree> catches(int depth) {
        List<Tree> catches = new ArrayList<>();
        for (int next = dice.below(CAUGHT.size());
                next < CAUGHT.size() && catches.size() < 3;
                next += dice.between(1, 5)) {
            String name = scope.newName("e");
            Object again = dice.oneIn(4) ? "if (flag) throw " + name + ";\n" : "";
            catches.add(Tree.element(
                    " catch (" + CAUGHT.get(next) + " " + name + ") {\ncaught(" + name
                            + ", Continuation.current() == null);\n",
                    statements.block(depth + 1),
                    CAUGHT.get(next).equals("Throwable") || CAUGHT.get(next).equals("Exception") ? "" : again,
                    "}"));
        }
        return catches;
    }

    /** Now and then one that ends by a return of its own, which drops what was thrown. */
    private void addFinally(List<Object> parts, int depth) {
        Scope.Mark mark = scope.mark();
        boolean escapes = dice.oneIn(6);
        if (!escapes) {
            scope.enterClosed();
        }
        parts.add(" finally {\n");
        parts.add(statements.block(depth + 1));
        parts.add("}");
        scope.leave(mark);
    }

    private Tree synchronizedBlock(int depth) {
        Object lock = dice.oneIn(3) ? statements.expression("Object", 2) : "LOCK";
        return Tree.element("synchronized (", lock, ") {\n", statements.block(depth + 1), "}\n");
    }
}
