// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import static dev.weft.foreign.Coins.Expect.PINS;
import static dev.weft.foreign.Coins.Expect.SUSPENDS;
import static dev.weft.foreign.Coins.check;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockConstruction;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

import dev.weft.Routine;
import dev.weft.Weft;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mockito.Answers;
import org.mockito.ArgumentCaptor;
import org.mockito.MockMakers;
import org.mockito.MockSettings;
import org.mockito.MockedConstruction;
import org.mockito.MockedStatic;

/** Mockito's mocks and spies. */
final class MockScenarios {
    private MockScenarios() {}

    static void run(boolean inline) {
        mocks(MockMakers.SUBCLASS);
        mocks(MockMakers.PROXY);
        if (!inline) return;
        mocks(MockMakers.INLINE);
        inlineOnly();
        statics();
        check("others of a mocked class", SUSPENDS, 3, 10203, List.of(), () -> {
            Shop shop = Coins.shop();
            return shop.takeThrice("me");
        });
    }

    private static MockSettings by(String maker) {
        return withSettings().mockMaker(maker);
    }

    private static void mocks(String maker) {
        check(maker + ", mock of an interface", SUSPENDS, 0, 42, List.of(), () -> {
            Till till = mock(Till.class, by(maker));
            when(till.take("me")).thenReturn(42);
            int taken = till.take("me");
            verify(till).take("me");
            return taken;
        });
        check(maker + ", answer that waits, of an interface", PINS, 1, 1, List.of("me"), () -> {
            Till till = mock(Till.class, by(maker));
            Shop shop = Coins.shop();
            when(till.take(anyString())).thenAnswer(call -> shop.take(Coins.called(call.getArgument(0))));
            int taken = till.take("me");
            verify(till, times(1)).take(any());
            return taken;
        });
        if (maker.equals(MockMakers.PROXY)) return;
        check(maker + ", mock", SUSPENDS, 0, 4200, List.of(), () -> {
            Shop shop = mock(Shop.class, by(maker));
            when(shop.take("me")).thenReturn(42);
            int taken = shop.take("me") * 100 + shop.take("you");
            ArgumentCaptor<String> who = ArgumentCaptor.forClass(String.class);
            verify(shop, times(2)).take(who.capture());
            return taken + (who.getAllValues().equals(List.of("me", "you")) ? 0 : 1);
        });
        check(maker + ", answer that waits", PINS, 3, 10203, List.of("me"), () -> {
            Shop shop = mock(Shop.class, by(maker));
            Shop other = new Kiosk();
            doAnswer(call -> other.takeThrice(Coins.called(call.getArgument(0))))
                    .when(shop)
                    .take(anyString());
            return shop.take("me");
        });
        check(maker + ", answer that calls the real method", PINS, 3, 10203, List.of(), () -> {
            Shop shop = mock(Shop.class, by(maker).useConstructor().defaultAnswer(Answers.CALLS_REAL_METHODS));
            int taken = shop.takeThrice("me");
            verify(shop, times(3)).take("me");
            return taken;
        });
        check(maker + ", spy", PINS, 2, 1 * 100 + 7 + 2, List.of(), () -> {
            Shop spy =
                    mock(Shop.class, by(maker).spiedInstance(Coins.shop()).defaultAnswer(Answers.CALLS_REAL_METHODS));
            doAnswer(call -> 7 + (int) call.callRealMethod()).when(spy).take("you");
            return spy.take("me") * 100 + spy.take("you");
        });
    }

    /** What belongs to a thread: to a fiber it stays with the fiber. */
    @SuppressWarnings("try") // a mock has only to be there
    private static void statics() {
        check("static", SUSPENDS, 0, 42, List.of(), () -> {
            try (MockedStatic<Kiosk> kiosk = mockStatic(Kiosk.class)) {
                kiosk.when(() -> Kiosk.open("me")).thenReturn(42);
                return Kiosk.open("me");
            }
        });
        check("static, while others run", SUSPENDS, 1, 4201, List.of(), () -> {
            try (MockedStatic<Kiosk> kiosk = mockStatic(Kiosk.class)) {
                kiosk.when(() -> Kiosk.open("me")).thenReturn(42);
                Routine<Integer> other = Weft.go(() -> Kiosk.open("me"));
                for (int i = 0; i < 20; i++) {
                    Weft.sleep(1, TimeUnit.MILLISECONDS);
                    if (Kiosk.open("me") != 42) return i;
                }
                return Kiosk.open("me") * 100 + other.join();
            }
        });
        check("static, real method", PINS, 1, 1, List.of(), () -> {
            try (MockedStatic<Kiosk> kiosk = mockStatic(Kiosk.class, Answers.CALLS_REAL_METHODS)) {
                return Kiosk.open("me");
            }
        });
        try (MockedStatic<Kiosk> kiosk = mockStatic(Kiosk.class)) {
            kiosk.when(() -> Kiosk.open("me")).thenReturn(42);
            check("static, by who runs the fiber", SUSPENDS, 0, 42, List.of(), () -> Kiosk.open("me"));
        }
        check("construction", SUSPENDS, 0, 42, List.of(), () -> {
            try (MockedConstruction<Shop> shops = mockConstruction(
                    Shop.class, (shop, context) -> when(shop.take("me")).thenReturn(42))) {
                Weft.sleep(1, TimeUnit.MILLISECONDS);
                return new Shop().take("me");
            }
        });
    }

    /** Final methods. */
    private static void inlineOnly() {
        check("inline, final method", SUSPENDS, 0, 42, List.of(), () -> {
            Shop shop = mock(Shop.class, by(MockMakers.INLINE));
            when(shop.fixed("me")).thenReturn(42);
            return shop.fixed("me");
        });
    }
}
