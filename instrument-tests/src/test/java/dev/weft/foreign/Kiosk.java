// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import dev.weft.Fiber;

/** Calls by super. */
@Fiber
public class Kiosk extends Shop {
    /** Not what overrides {@link #take}. */
    public int takeAsShop(String who) {
        return super.take(who);
    }

    /** Static. */
    public static int open(String who) {
        return new Kiosk().take(who);
    }

    /** Likewise, of an interface. */
    public int twiceAsTill(String who) {
        return super.takeTwice(who);
    }
}
