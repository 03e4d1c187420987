// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Locals and operands that are null on one path and typed on another, or of different types that merge. */
@Fiber
public final class S10NullMergesTarget {
    private S10NullMergesTarget() {}

    @Entry
    public static Object nullLocalAcrossSuspension() {
        String text = null;
        int number = pass(1);
        hit();
        if (number == 1) {
            text = "set";
        }
        return text + number;
    }

    @Entry
    public static Object nullOnOnePath() {
        String result = "";
        for (int i = 0; i < 4; i++) {
            String text = i % 2 == 0 ? null : pass("odd");
            hit();
            result += text == null ? "null" : text.length();
        }
        return result;
    }

    @Entry
    public static Object nullOperandBelowCall() {
        return join(null, pass("second"), null);
    }

    static String join(Object first, String second, int[] third) {
        return first + second + (third == null ? "no array" : third.length);
    }

    @Entry
    public static Object nullArrayLocal() {
        int[] numbers = null;
        hit();
        if (numbers == null) {
            numbers = new int[] {pass(1), pass(2)};
        }
        hit();
        return numbers[0] + numbers[1];
    }

    @Entry
    public static Object twoClassesMergeToTheirSuperclass() {
        String result = "";
        for (int i = 0; i < 2; i++) {
            Number number = i == 0 ? Integer.valueOf(pass(7)) : Double.valueOf(pass(0.5));
            hit();
            result += number.intValue() + number.doubleValue();
        }
        return result;
    }

    @Entry
    public static Object twoClassesMergeToAnInterface() {
        List<Object> sizes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Collection<String> strings = i == 0 ? new ArrayList<>() : new LinkedHashSet<>();
            strings.add(pass("same"));
            strings.add(pass("same"));
            sizes.add(strings.size());
        }
        return sizes;
    }

    @Entry
    public static Object conditionalOperandBelowCall() {
        String result = "";
        for (int i = 0; i < 3; i++) {
            result += join(
                    i == 1 ? null : i == 2 ? "two" : new StringBuilder("zero"), pass("-"), i == 0 ? null : new int[i]);
        }
        return result;
    }

    @Entry
    public static Object assignedInOnlyOneBranchOfTry() {
        String value = null;
        try {
            if (pass(true)) {
                value = pass("assigned");
                Points.throwing("then fails");
            }
            value = "not reached";
        } catch (IllegalStateException e) {
            log(value);
        }
        return value;
    }

    @Entry
    public static Object castNull() {
        Object nothing = pass((Object) null);
        String text = (String) nothing;
        hit();
        return text;
    }
}
