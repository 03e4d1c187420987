// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import static org.mockito.Mockito.mockStatic;

import java.util.List;
import org.mockito.MockedStatic;

/** A mock of static methods, called by a fiber: not found without the agent, but not without a word. */
public final class StaticMockMain {
    private StaticMockMain() {}

    /** Exits with 0 if the real method was run. */
    public static void main(String[] args) {
        Coins.check("static", Coins.Expect.SUSPENDS, 1, 1, List.of(), () -> {
            try (MockedStatic<Kiosk> kiosk = mockStatic(Kiosk.class)) {
                kiosk.when(() -> Kiosk.open("me")).thenReturn(42);
                return Kiosk.open("me");
            }
        });
        Coins.end();
    }
}
