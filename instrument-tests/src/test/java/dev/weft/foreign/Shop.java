// SPDX-License-Identifier: Apache-2.0
package dev.weft.foreign;

import dev.weft.Fiber;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.abi.Continuation;
import dev.weft.channel.Channel;

/** What is subclassed by instrumented classes, by others, and by generated ones. */
@Fiber
public class Shop implements Till {
    /** Where the coins come from. */
    private final Channel<Integer> coins;

    /** How often {@link #take} was entered. */
    public int entered;

    /** For what is generated without a channel. */
    public Shop() {
        this(Coins.current());
    }

    Shop(Channel<Integer> coins) {
        this.coins = coins;
    }

    @Override
    public int take(String who) {
        entered++;
        Coins.wait(Continuation.current());
        int before = who.length();
        return before - who.length() + coins.receive();
    }

    /** Calls one that can be overridden. */
    public int takeThrice(String who) {
        return (take(who) * 100 + this.take(who)) * 100 + take(who);
    }

    /** Suspends for certain. */
    public int yielding() {
        Weft.yield();
        return 1;
    }

    /** Can't be overridden, and calls one that can. */
    public final int fixed(String who) {
        return take(who);
    }

    /** A fiber lambda that captures this. */
    public Task<Integer> later(String who) {
        return () -> take(who);
    }

    /** Wide and many arguments below a call that may go to a forwarder. */
    public long sum(long a, String who, double b, int c) {
        return a + take(who) + (long) b + c;
    }
}
