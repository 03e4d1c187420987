// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.select.Case;
import dev.weft.internal.select.Selection;
import org.jspecify.annotations.Nullable;

/** A case that sends a value that no object is made of. Its outcome is {@link LongFlavor#CLOSED} if it can't. */
public final class LongSendCase extends Case {
    private final LongFlavor flavor;
    private long value;

    /**
     * A new one.
     *
     * @param flavor the channel
     */
    public LongSendCase(LongFlavor flavor) {
        this.flavor = flavor;
    }

    /**
     * Changes what is sent. Not while the selection waits.
     *
     * @param next what to send
     */
    public void setValue(long next) {
        value = next;
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
        return flavor.maySend();
    }

    @Override
    public boolean attempt(Selection selection) {
        return flavor.attemptSend(value, selection);
    }

    @Override
    public void register(Alternative alternative) {
        alternative.setSlot(value);
        alternative.startOffering(LongFlavor.SENDING);
        flavor.senders.addAlternative(alternative);
    }

    @Override
    public void unregister(Alternative alternative) {
        flavor.senders.removeAlternative(alternative);
    }

    @Override
    public String describe() {
        return "send to " + flavor.describe();
    }
}
