// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ordinary code of some length. */
@Fiber
public final class AlgorithmsTarget {
    private AlgorithmsTarget() {}

    @Entry
    public static Object quicksort() {
        int[] numbers = {5, 3, 9, 1, 5, 7, 2};
        sort(numbers, 0, numbers.length - 1);
        return numbers;
    }

    static void sort(int[] a, int low, int high) {
        if (low >= high) {
            return;
        }
        int pivot = pass(a[(low + high) >>> 1]);
        int i = low;
        int j = high;
        while (i <= j) {
            while (a[i] < pivot) i++;
            while (a[j] > pivot) j--;
            if (i <= j) {
                int t = a[i];
                a[i++] = pass(a[j]);
                a[j--] = t;
            }
        }
        sort(a, low, j);
        sort(a, i, high);
    }

    @Entry
    public static Object primes() {
        List<Integer> primes = new ArrayList<>();
        candidates:
        for (int n = 2; primes.size() < 8; n++) {
            for (int prime : primes) {
                if (prime * prime > n) {
                    break;
                }
                if (n % prime == 0) {
                    continue candidates;
                }
            }
            primes.add(pass(n));
        }
        return primes;
    }

    @Entry
    public static Object expressionParser() {
        Parser parser = new Parser("2*(3+4)-10/5");
        double value = parser.sum();
        log(parser.position);
        try {
            new Parser("2*(3").sum();
        } catch (IllegalArgumentException e) {
            log(e);
        }
        return value;
    }

    @Fiber
    static final class Parser {
        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        double sum() {
            double value = product();
            while (position < text.length()) {
                char c = peek();
                if (c == '+') {
                    position++;
                    value += product();
                } else if (c == '-') {
                    position++;
                    value -= product();
                } else {
                    break;
                }
            }
            return value;
        }

        private double product() {
            double value = atom();
            for (; ; ) {
                switch (peek()) {
                    case '*':
                        position++;
                        value *= atom();
                        continue;
                    case '/':
                        position++;
                        value /= atom();
                        continue;
                    default:
                        return value;
                }
            }
        }

        private double atom() {
            if (peek() == '(') {
                position++;
                double value = sum();
                if (peek() != ')') {
                    throw new IllegalArgumentException("no ) at " + position);
                }
                position++;
                return value;
            }
            int start = position;
            while (Character.isDigit(peek())) {
                position++;
            }
            return Double.parseDouble(pass(text.substring(start, position)));
        }

        private char peek() {
            return position < text.length() ? pass(text.charAt(position)) : 0;
        }
    }

    @Entry
    public static Object wordCount() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String word : "a b a c b a".split(" ")) {
            Integer count = counts.get(pass(word));
            counts.put(word, count == null ? pass(1) : count + pass(1));
        }
        return counts;
    }

    @Entry
    public static Object breadthFirstSearch() {
        int[][] edges = {{1, 2}, {3}, {3, 4}, {5}, {5}, {}};
        int[] distance = new int[edges.length];
        java.util.Arrays.fill(distance, -1);
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(pass(0));
        distance[0] = 0;
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int next : edges[node]) {
                if (distance[next] < 0) {
                    distance[next] = pass(distance[node]) + 1;
                    queue.add(next);
                }
            }
        }
        return distance;
    }

    @Entry
    public static Object matrixProduct() {
        double[][] a = {{1, 2}, {3, 4}};
        double[][] product = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double sum = 0;
                for (int k = 0; k < 2; k++) {
                    sum += pass(a[i][k]) * a[k][j];
                }
                product[i][j] = sum;
            }
            hit();
        }
        return product;
    }

    @Entry
    public static Object ackermann() {
        return ackermann(2, 2);
    }

    static int ackermann(int m, int n) {
        hit();
        if (m == 0) {
            return n + 1;
        }
        return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
    }

    @Entry
    public static Object permutations() {
        List<String> found = new ArrayList<>();
        permute("", "abc", found);
        return found;
    }

    static void permute(String prefix, String rest, List<String> found) {
        if (rest.isEmpty()) {
            found.add(pass(prefix));
            return;
        }
        for (int i = 0; i < rest.length(); i++) {
            permute(prefix + rest.charAt(i), rest.substring(0, i) + rest.substring(i + 1), found);
        }
    }

    @Entry
    public static Object retryWithBackoff() {
        long delay = 1;
        List<Object> log = new ArrayList<>();
        for (int attempt = 1; ; attempt++) {
            try {
                log.add(attempt < 4 ? Points.throwing("attempt " + attempt) : pass("done"));
                return log;
            } catch (IllegalStateException e) {
                log.add(e.getMessage() + " " + pass(delay));
                delay *= 2;
            } finally {
                log.add("tried " + attempt);
            }
        }
    }
}
