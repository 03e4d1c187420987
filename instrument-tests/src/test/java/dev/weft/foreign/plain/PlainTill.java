// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign.plain;

import dev.weft.foreign.Coins;
import dev.weft.foreign.Counter;
import dev.weft.foreign.Shop;
import dev.weft.foreign.Till;

/** Implements two interfaces that share a fiber method; also what {@code ServiceLoader} finds. */
public class PlainTill implements Till, Counter {
    private final Shop shop = Coins.shop();

    @Override
    public int take(String who) {
        return 2000 + shop.take(who);
    }
}
