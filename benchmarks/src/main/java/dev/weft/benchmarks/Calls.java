// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.Fiber;
import dev.weft.Weft;
import java.util.List;

/** What a call costs that could suspend, and doesn't: fib(38) in one fiber, against plain Java's in the same process. */
final class Calls {
    private static final int N = 38;
    private static final int FIB_N = 39_088_169;

    private Calls() {}

    static List<Figure> fib() throws Exception {
        Figure plain = Measure.millis("call.plain", () -> Measure.check(plainFib(N), FIB_N));
        Figure fiber = Measure.millis("call", () -> Measure.check(Weft.run(() -> fiberFib(N)), FIB_N));
        return List.of(plain, fiber, Figure.of("call.ratio", "x", fiber.median() / plain.median()));
    }

    private static int plainFib(int n) {
        return n < 2 ? n : plainFib(n - 1) + plainFib(n - 2);
    }

    @Fiber
    private static int fiberFib(int n) {
        return n < 2 ? n : fiberFib(n - 1) + fiberFib(n - 2);
    }
}
