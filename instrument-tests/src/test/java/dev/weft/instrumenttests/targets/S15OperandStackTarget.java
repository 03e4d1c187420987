// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.harness.Run.logged;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.say;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.ArrayList;
import java.util.List;

/** Calls with other operands below them on the stack. */
@Fiber
public final class S15OperandStackTarget {
    private S15OperandStackTarget() {}

    private int counter;
    private static int total;

    @Entry
    public static Object arrayStoreWithIncrementedIndex() {
        int[] array = new int[5];
        int i = 0;
        while (i < 4) {
            array[i++] = pass(i * 10);
        }
        return array;
    }

    @Entry
    public static Object sumOfLeftOperandAndCall() {
        int x = 5;
        return x + pass(x++) * x;
    }

    @Entry
    public static Object factorial() {
        return factorial(10);
    }

    static long factorial(int n) {
        hit();
        return n <= 1 ? 1 : n * factorial(n - 1);
    }

    @Entry
    public static Object fibonacci() {
        return fibonacci(6);
    }

    static int fibonacci(int n) {
        return n < 2 ? pass(n) : fibonacci(n - 1) + fibonacci(n - 2);
    }

    static String mixed(long a, int b, double c, Object d, float e, String f) {
        return a + "|" + b + "|" + c + "|" + d + "|" + e + "|" + f;
    }

    @Entry
    public static Object argumentsOfAllSizes() {
        return mixed(pass(1L), pass(2), pass(3.0), pass("4"), pass(5f), pass("6"));
    }

    @Entry
    public static Object lastArgumentSuspends() {
        long a = 1;
        return mixed(a, 2, 3.0, "4", 5f, pass("6"));
    }

    @Entry
    public static Object receiverBelowArguments() {
        return new StringBuilder("x")
                .append(pass(1))
                .append(pass('y'))
                .append(pass(2.5))
                .insert(pass(0), pass("z"))
                .toString();
    }

    @Entry
    public static Object stringConcatenation() {
        String name = "weft";
        return "a" + pass(1) + name + pass(2L) + 'c' + pass(3.0) + null + pass((Object) null) + pass(true) + name;
    }

    @Entry(freshClasses = true)
    public static Object fieldUpdates() {
        S15OperandStackTarget target = new S15OperandStackTarget();
        target.counter = pass(1);
        target.counter += pass(2);
        target.counter = target.counter++ + pass(target.counter);
        total = 0;
        total += pass(5);
        total -= target.counter * pass(2);
        return target.counter + ":" + total;
    }

    @Entry(freshClasses = true)
    public static Object readBeforeCallIsKept() {
        total = 1;
        int sum = total + changed() + total;
        return sum;
    }

    static int changed() {
        hit();
        total = 100;
        return 10;
    }

    @Entry
    public static Object deepStack() {
        return 1 + (2 + (3 + (4 + (5 + (6 + (7 + (8 + (9 + (10 + pass(11))))))))));
    }

    @Entry
    public static Object deepMixedStack() {
        return 1L + (2.5 + (3f + ("x".length() + (5L * (6 - (7.0 / (pass(8) + (9L + pass(10L)))))))));
    }

    @Entry
    public static Object evaluationOrder() {
        int[] array = {0, 0, 0};
        array[say(1)] = say(2) + say(3) * say(4);
        logged(array)[say(0)] += say(7);
        return array;
    }

    @Entry
    public static Object ternaryOperands() {
        String result = "";
        for (int i = 0; i < 3; i++) {
            result += (i == 0 ? "a" : pass("b")) + (i == 1 ? pass(1) : 2) + (pass(i) == 2 ? 'x' : pass('y'));
        }
        return result;
    }

    @Entry
    public static Object booleanOperators() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            boolean a = (i & 1) != 0;
            boolean b = (i & 2) != 0;
            boolean c = (i & 4) != 0;
            boolean result = pass(a) && (pass(b) || !pass(c)) ^ pass(a) & pass(c);
            text.append(result ? 't' : 'f');
        }
        return text.toString();
    }

    @Entry
    public static Object assertStatement() {
        int n = pass(1);
        assert pass(n) == 1 : "never " + pass(n);
        return n;
    }

    @Entry
    public static Object chainOfCallsOnResults() {
        List<Object> list = new ArrayList<>();
        pass(pass(list)).add(pass(pass(1)));
        list.add(pass(list).size() + pass(list).indexOf(pass((Object) 1)));
        log(list);
        return list;
    }
}
