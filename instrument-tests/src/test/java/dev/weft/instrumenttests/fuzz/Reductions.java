// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.function.Function;
import java.util.stream.Stream;

/** The ways to make a tree smaller. */
final class Reductions {
    private static final int MOST_HOISTED = 6;
    private static final int MOST_INNER = 8;

    private final Tree code;
    private final Function<String, Tree> simplest;

    private Reductions(Tree code, Function<String, Tree> simplest) {
        this.code = code;
        this.simplest = simplest;
    }

    /** Large steps first. What is simplest of a type stands in for any expression of it. */
    static Stream<Tree> of(Tree code, Function<String, Tree> simplest) {
        Reductions reductions = new Reductions(code, simplest);
        return Stream.concat(reductions.ofLists(), reductions.ofExpressions());
    }

    private Stream<Tree> ofLists() {
        return code.all().stream()
                .filter(tree -> tree.kind == Tree.Kind.LIST)
                .flatMap(list -> Stream.concat(leavingOut(list), hoisting(list)));
    }

    /** All elements, halves, quarters, … single ones. */
    private Stream<Tree> leavingOut(Tree list) {
        int size = list.parts.size();
        return Stream.iterate(size, chunk -> chunk > 0, chunk -> chunk / 2)
                .flatMap(chunk -> Stream.iterate(0, from -> from + chunk <= size, from -> from + chunk)
                        .map(from -> code.replace(list, list.without(from, from + chunk))));
    }

    /** An element gives way to the elements of a list inside it: a loop to its body. */
    private Stream<Tree> hoisting(Tree list) {
        return list.parts.stream()
                .map(Tree.class::cast)
                .flatMap(element -> element.all().stream()
                        .filter(inner -> inner != element && inner.kind == Tree.Kind.LIST && !inner.parts.isEmpty())
                        .limit(MOST_HOISTED)
                        .map(inner -> code.replace(element, inner)));
    }

    private Stream<Tree> ofExpressions() {
        return code.all().stream()
                .filter(tree -> tree.kind == Tree.Kind.EXPRESSION)
                .flatMap(expression -> Stream.concat(Stream.of(simplest.apply(expression.type)), inner(expression))
                        .filter(smaller -> smaller.toString().length()
                                < expression.toString().length())
                        .map(smaller -> code.replace(expression, smaller)));
    }

    private static Stream<Tree> inner(Tree expression) {
        return expression.all().stream()
                .filter(tree ->
                        tree != expression && tree.kind == Tree.Kind.EXPRESSION && tree.type.equals(expression.type))
                .limit(MOST_INNER);
    }
}
