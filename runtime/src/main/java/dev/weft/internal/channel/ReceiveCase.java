// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.select.Case;
import dev.weft.internal.select.Selection;
import org.jspecify.annotations.Nullable;

/** A case that receives. Its outcome is the element, or {@link Flavor#CLOSED}. */
public class ReceiveCase extends Case {
    private final Flavor flavor;

    /**
     * A new one.
     *
     * @param flavor the channel
     */
    public ReceiveCase(Flavor flavor) {
        this.flavor = flavor;
    }

    /**
     * Why the channel is closed.
     *
     * @return null if it isn't, or for no cause
     */
    public @Nullable Throwable closeCause() {
        return flavor.closeCause();
    }

    @Override
    public WaitLock guard() {
        return flavor;
    }

    @Override
    public boolean seemsReady() {
        return flavor.mayReceive();
    }

    @Override
    public boolean attempt(Selection selection) {
        return flavor.attemptReceive(selection);
    }

    @Override
    public void register(Alternative alternative) {
        flavor.receivers.addAlternative(alternative);
    }

    @Override
    public void unregister(Alternative alternative) {
        flavor.receivers.removeAlternative(alternative);
    }

    @Override
    public String describe() {
        return "receive from " + flavor.describe();
    }
}
