// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The variables and labels that a piece of source code may mention. */
final class Scope {
    private final List<Variable> variables = new ArrayList<>();
    private List<String> labels = new ArrayList<>();
    private int names;
    private int sites;
    private int lambdaStart; // variables before this are outside the lambda that is being written

    /** Number in the order of methods; calls go to higher ones. */
    int method;

    private int budget;

    /** What a return statement returns; null where there can't be one. */
    String returnType;

    /** A variable; a fixed one may be captured, a counter may not be assigned. */
    record Variable(String type, String name, boolean fixed, boolean counter) {}

    /** Whether there may be a try: not inside a switch expression, for which javac writes wrong code then. */
    boolean mayTry = true;

    /** What {@link #leave} goes back to. */
    record Mark(int variables, int lambdaStart, List<String> labels, String returnType, boolean mayTry) {}

    String newName(String prefix) {
        return prefix + ++names;
    }

    int newSite() {
        return ++sites;
    }

    Mark mark() {
        return new Mark(variables.size(), lambdaStart, labels, returnType, mayTry);
    }

    void leave(Mark mark) {
        variables.subList(mark.variables(), variables.size()).clear();
        lambdaStart = mark.lambdaStart();
        labels = mark.labels();
        returnType = mark.returnType();
        mayTry = mark.mayTry();
    }

    /** The body of a lambda or local class: what is outside must be fixed, and jumps out of it are impossible. */
    void enterLambda() {
        lambdaStart = variables.size();
        mayTry = true;
        enterClosed();
    }

    /** A piece that can't be jumped out of. */
    void enterClosed() {
        labels = new ArrayList<>();
        returnType = null;
    }

    /** Takes from the method's size; false when nothing is left. */
    boolean spend(int amount) {
        budget -= amount;
        return budget > 0;
    }

    /** A method of about this many expressions. */
    void enterMethod(int number, String type, int size) {
        variables.clear();
        lambdaStart = 0;
        enterClosed();
        method = number;
        budget = size;
        mayTry = true;
        returnType = type;
    }

    void addLabel(String label) {
        labels = new ArrayList<>(labels);
        labels.add(label);
    }

    List<String> labels() {
        return labels;
    }

    void declare(String type, String name, boolean fixed) {
        variables.add(new Variable(type, name, fixed, false));
    }

    void declareCounter(String type, String name) {
        variables.add(new Variable(type, name, false, true));
    }

    void forget(String name) {
        variables.removeIf(v -> v.name().equals(name));
    }

    List<Variable> readable(String type) {
        return visible(v -> v.type().equals(type));
    }

    List<Variable> assignable(Predicate<String> type) {
        return visible(v -> !v.fixed() && !v.counter() && type.test(v.type()));
    }

    private List<Variable> visible(Predicate<Variable> wanted) {
        List<Variable> found = new ArrayList<>();
        for (int i = 0; i < variables.size(); i++) {
            Variable variable = variables.get(i);
            if ((i >= lambdaStart || variable.fixed()) && wanted.test(variable)) {
                found.add(variable);
            }
        }
        return found;
    }
}
