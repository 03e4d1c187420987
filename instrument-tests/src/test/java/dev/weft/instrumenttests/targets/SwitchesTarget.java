// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.targets;

import static dev.weft.instrumenttests.harness.Run.log;
import static dev.weft.instrumenttests.targets.Points.hit;
import static dev.weft.instrumenttests.targets.Points.pass;
import static dev.weft.instrumenttests.targets.Points.throwing;

import dev.weft.Fiber;
import dev.weft.instrumenttests.harness.Entry;

/** Switches of all forms of Java 17. */
@Fiber
public final class SwitchesTarget {
    private SwitchesTarget() {}

    enum Color {
        RED,
        GREEN,
        BLUE
    }

    @Entry
    @SuppressWarnings("fallthrough")
    public static Object denseIntsWithFallThrough() {
        String text = "";
        for (int i = 0; i < 5; i++) {
            switch (pass(i)) {
                case 0:
                    text += pass("zero");
                    break;
                case 1:
                    text += "one";
                // falls through
                case 2:
                    text += pass("two");
                    break;
                default:
                    text += pass(i);
            }
        }
        return text;
    }

    @Entry
    public static Object sparseInts() {
        String text = "";
        for (int i : new int[] {-1_000_000, 7, 1 << 30, 8}) {
            switch (pass(i)) {
                case -1_000_000:
                    text += pass("low");
                    break;
                case 7:
                    text += pass("seven");
                    break;
                case 1 << 30:
                    text += pass("high");
                    break;
                default:
                    hit();
            }
        }
        return text;
    }

    @Entry
    public static Object stringsWithEqualHashes() {
        String text = "";
        for (String word : new String[] {"Aa", "BB", "C", "none"}) {
            switch (pass(word)) {
                case "Aa":
                    text += pass(1);
                    break;
                case "BB":
                    text += pass(2);
                    break;
                case "C":
                    text += pass(3);
                    break;
                default:
                    text += pass("-");
            }
        }
        return text;
    }

    @Entry
    public static Object enumStatement() {
        String text = "";
        for (Color color : Color.values()) {
            switch (pass(color)) {
                case RED:
                    text += pass('r');
                    break;
                case BLUE:
                    hit();
                    text += "b";
                    break;
                default:
                    text += color;
            }
        }
        return text;
    }

    @Entry
    public static Object enumExpression() {
        int sum = 0;
        for (Color color : Color.values()) {
            sum = sum * 10
                    + switch (color) {
                        case RED -> pass(1);
                        case GREEN -> 2;
                        case BLUE -> pass(3);
                    };
        }
        return sum;
    }

    @Entry
    public static Object arrowsAndYield() {
        String text = "";
        for (int i = 0; i < 5; i++) {
            String part = switch (pass(i)) {
                case 0, 1 -> pass("low");
                case 2 -> {
                    hit();
                    String inner = pass("mid");
                    yield inner + pass(i);
                }
                case 3 -> "three";
                default -> {
                    log(i);
                    yield pass("high");
                }
            };
            text += part + ",";
        }
        return text;
    }

    @Entry
    public static Object resultAmongOperands() {
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += pass(100)
                    + switch (i) {
                        case 0 -> pass(10);
                        case 1 -> {
                            int n = pass(20);
                            yield n + 1;
                        }
                        default -> 30;
                    }
                    + pass(1);
        }
        return sum;
    }

    @Entry
    public static Object switchThatThrows() {
        String text = "";
        for (int i = 0; i < 3; i++) {
            try {
                text += switch (pass(i)) {
                    case 0 -> pass("zero");
                    case 1 -> throw new IllegalStateException("one " + pass(i));
                    default -> Points.<String>throwing("default");
                };
            } catch (IllegalStateException e) {
                log(e);
                text += e.getMessage();
            }
        }
        return text;
    }

    @Entry
    public static Object tryWithinSwitchWithinTry() {
        String text = "";
        for (int i = 0; i < 3; i++) {
            try {
                switch (i) {
                    case 0 -> throwing("zero");
                    case 1 -> {
                        try {
                            throwing("inner");
                        } catch (IllegalStateException e) {
                            text += pass(e.getMessage());
                        }
                    }
                    default -> text += pass("default");
                }
            } catch (IllegalStateException e) {
                text += pass(e.getMessage());
            }
        }
        return text;
    }

    @Entry
    public static Object charAndByteAndBoxedSelectors() {
        String text = "";
        switch (pass('b')) {
            case 'a' -> text += "a";
            case 'b' -> text += pass("b");
            default -> text += "?";
        }
        switch (pass((byte) 3)) {
            case 3 -> text += pass("3");
            default -> text += "?";
        }
        switch (pass(Integer.valueOf(9))) {
            case 9 -> text += pass("9");
            default -> text += "?";
        }
        return text;
    }

    @Entry
    public static Object nullSelector() {
        try {
            String nothing = pass((String) null);
            switch (nothing) {
                case "a" -> log("a");
                default -> log("default");
            }
        } catch (NullPointerException e) {
            hit();
            return "null";
        }
        return "none";
    }

    @Entry
    public static Object loopControlWithinSwitch() {
        StringBuilder text = new StringBuilder();
        loop:
        for (int i = 0; ; i++) {
            switch (pass(i)) {
                case 1:
                    continue loop;
                case 4:
                    break loop;
                default:
                    text.append(pass(i));
            }
            text.append(';');
        }
        return text.toString();
    }
}
