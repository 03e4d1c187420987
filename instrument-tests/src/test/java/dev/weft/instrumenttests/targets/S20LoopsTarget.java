// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loops of all forms, and recursion of all depths. */
@Fiber
public final class S20LoopsTarget {
    private S20LoopsTarget() {}

    @Entry
    public static Object suspensionIsLastInstructionOfLoop() {
        int i = 0;
        while (i++ < 4) {
            hit();
        }
        return i;
    }

    @Entry
    public static Object infiniteLoopLeftByReturn() {
        int i = 0;
        for (; ; ) {
            i += pass(1);
            if (i == 4) {
                return i;
            }
        }
    }

    @Entry
    public static Object infiniteLoopLeftByBreak() {
        int i = 0;
        while (true) {
            hit();
            if (i++ > 3) {
                break;
            }
        }
        return i;
    }

    @Entry
    public static Object infiniteLoopLeftByException() {
        try {
            endless(pass(3));
        } catch (IllegalStateException e) {
            log(e);
        }
        return "end";
    }

    static void endless(int limit) {
        for (int i = 0; ; i++) {
            hit();
            if (i == limit) {
                throw new IllegalStateException("limit " + i);
            }
        }
    }

    @Entry
    public static Object doWhile() {
        int n = pass(3);
        String text = "";
        do {
            text += pass(n);
        } while (pass(--n) > 0);
        return text;
    }

    @Entry
    public static Object loopConditionSuspends() {
        int n = 0;
        for (int i = pass(0); pass(i) < pass(4); i += pass(1)) {
            n += i;
        }
        return n;
    }

    @Entry
    public static Object labelledBreakAndContinue() {
        StringBuilder text = new StringBuilder();
        outer:
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                if (pass(j) == 3) {
                    continue outer;
                }
                if (pass(i) == 2) {
                    break outer;
                }
                text.append(i).append(j).append(' ');
            }
        }
        return text.toString();
    }

    @Entry
    public static Object labelledBreakAcrossTry() {
        StringBuilder text = new StringBuilder();
        outer:
        while (true) {
            try {
                while (true) {
                    try {
                        if (pass(text.length()) > 4) {
                            break outer;
                        }
                        text.append(pass('i'));
                        if (text.length() == 2) {
                            continue outer;
                        }
                    } finally {
                        text.append(pass('f'));
                    }
                }
            } finally {
                text.append(pass('o'));
            }
        }
        return text.toString();
    }

    @Entry
    public static Object labelledBlock() {
        String text = "";
        block:
        {
            text += pass("in");
            if (text.length() == pass(2)) {
                break block;
            }
            text += "not reached";
        }
        return text + pass("out");
    }

    @Entry
    public static Object forEachOverCollections() {
        List<String> words = new ArrayList<>(List.of("a", "b", "c"));
        String text = "";
        for (String word : words) {
            text += pass(word);
        }
        Map<String, Integer> map = new LinkedHashMap<>();
        for (String word : words) {
            map.merge(word, pass(1), Integer::sum);
        }
        for (Map.Entry<String, Integer> entry : map.entrySet()) {
            text += entry.getKey() + pass(entry.getValue());
        }
        return text;
    }

    @Entry
    public static Object ownIteratorSuspends() {
        int sum = 0;
        for (Countdown i = new Countdown(4); i.more(); ) {
            sum = sum * 10 + i.take();
        }
        return sum;
    }

    @Fiber
    static final class Countdown {
        private int n;

        Countdown(int n) {
            this.n = n;
        }

        boolean more() {
            return pass(n) > 0;
        }

        int take() {
            return pass(n--);
        }
    }

    @Entry
    public static Object iteratorOfTheJdkInterface() {
        Iterable<Integer> iterable = () -> new Iterator<>() {
            private int i;

            @Fiber
            @Override
            public boolean hasNext() {
                return i < 3;
            }

            @Fiber
            @Override
            public Integer next() {
                return pass(i++);
            }
        };
        int sum = 0;
        for (int n : iterable) {
            sum += pass(n);
        }
        return sum;
    }

    @Entry
    public static Object nestedLoopsWithSeveralCounters() {
        long sum = 0;
        for (int i = 0, j = 10; i < j; i += 2, j--) {
            for (long k = i; k < j; k += 3) {
                sum += pass(k) * i + j;
            }
        }
        return sum;
    }

    @Entry
    public static Object recursionOfDepth15() {
        return depth(15);
    }

    @Entry
    public static Object recursionOfDepth200() {
        return depth(200);
    }

    @Entry
    public static Object recursionOfDepth2000() {
        return depth(2000);
    }

    /** Suspends at the bottom and now and then on the way back. */
    static long depth(int n) {
        if (n == 0) {
            return pass(1L);
        }
        long below = depth(n - 1);
        if (n % 97 == 1) {
            hit();
        }
        return below * 31 + n;
    }

    @Entry
    public static Object exceptionFromDepth200() {
        try {
            return fall(200);
        } catch (IllegalStateException e) {
            log(e);
            return e.getStackTrace().length > 200;
        }
    }

    static int fall(int n) {
        return n == 0 ? Points.<Integer>throwing("bottom") : 1 + fall(n - 1);
    }

    @Entry
    public static Object mutualRecursion() {
        return even(9) + ":" + odd(9);
    }

    static boolean even(int n) {
        return n == 0 ? pass(true) : odd(n - 1);
    }

    static boolean odd(int n) {
        hit();
        return n != 0 && even(n - 1);
    }

    @Entry
    public static Object suspendDeepThenShallow() {
        String text = "";
        for (int i = 0; i < 4; i++) {
            text += depth(i * 5);
            hit();
        }
        return text;
    }
}
