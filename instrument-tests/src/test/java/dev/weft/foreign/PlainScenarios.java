// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import static dev.weft.foreign.Coins.Expect.PINS;
import static dev.weft.foreign.Coins.Expect.SUSPENDS;
import static dev.weft.foreign.Coins.check;

import dev.weft.Task;
import dev.weft.foreign.plain.PlainKiosk;
import dev.weft.foreign.plain.PlainTill;
import java.util.List;

/** Classes that aren't instrumented override fiber methods. */
final class PlainScenarios {
    private PlainScenarios() {}

    static void run() {
        check("instrumented", SUSPENDS, 6, 10203, List.of(), () -> {
            Shop shop = Coins.shop();
            return shop.takeThrice("me");
        });
        check("plain override", PINS, 1, 1001, List.of(), () -> {
            Shop shop = new PlainKiosk();
            return shop.take("me");
        });
        check("plain override called by an inherited method", PINS, 3, 10_111_203, List.of(), () -> {
            Shop shop = new PlainKiosk(); // (1001 * 100 + 1002) * 100 + 1003
            return shop.takeThrice("me");
        });
        check("super, below a plain override", PINS, 1, 1, List.of(), () -> {
            Kiosk kiosk = new PlainKiosk();
            return kiosk.takeAsShop("me");
        });
        check("super's default method, below a plain override", PINS, 2, 100_100 + 1002, List.of(), () -> {
            Kiosk kiosk = new PlainKiosk();
            return kiosk.twiceAsTill("me");
        });
        check("super, no override", SUSPENDS, 1, 1, List.of(), () -> {
            Kiosk kiosk = new Kiosk();
            return kiosk.takeAsShop("me");
        });
        check("two unrelated interfaces, by the one", PINS, 1, 2001, List.of(), () -> {
            Till till = new PlainTill();
            return till.take("me");
        });
        check("two unrelated interfaces, by the other", PINS, 1, 2001, List.of(), () -> {
            Counter counter = new PlainTill();
            return counter.take("me");
        });
        check("two unrelated interfaces, by the class", PINS, 1, 2001, List.of(), () -> {
            PlainTill both = new PlainTill();
            return both.take("me");
        });
        check("method reference to a plain override", PINS, 1, 1001, List.of(), () -> {
            Shop shop = new PlainKiosk();
            Till reference = shop::take;
            return reference.take("me");
        });
        check("lambda made by a plain subclass", PINS, 1, 1001, List.of(), () -> {
            Task<Integer> later = new PlainKiosk().later("me");
            return later.run();
        });
    }
}
