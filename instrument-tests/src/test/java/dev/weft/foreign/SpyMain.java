// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.util.List;
import org.mockito.Answers;
import org.mockito.MockMakers;

/** A spy by the inline mock maker, called by a fiber: wrong without the agent, but not without a word. */
public final class SpyMain {
    private SpyMain() {}

    /** Exits with 1, after the failure was printed. */
    public static void main(String[] args) {
        Coins.check("spy", Coins.Expect.SUSPENDS, 0, 1, List.of(), () -> {
            Shop spy = mock(
                    Shop.class,
                    withSettings()
                            .mockMaker(MockMakers.INLINE)
                            .spiedInstance(Coins.shop())
                            .defaultAnswer(Answers.CALLS_REAL_METHODS));
            return spy.yielding();
        });
        Coins.end();
    }
}
