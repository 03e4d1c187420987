// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign.plain;

import dev.weft.foreign.Kiosk;

/** Overrides fiber methods. */
public class PlainKiosk extends Kiosk {
    @Override
    public int take(String who) {
        return 1000 + super.take(who);
    }
}
