// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.select.Case;
import dev.weft.internal.select.Selection;
import org.jspecify.annotations.Nullable;

/** A case that receives a value that no object is made of. Its outcome is {@link LongFlavor#CLOSED} if there is none. */
public final class LongReceiveCase extends Case {
    private final LongFlavor flavor;
    private long value;

    /**
     * A new one.
     *
     * @param flavor the channel
     */
    public LongReceiveCase(LongFlavor flavor) {
        this.flavor = flavor;
    }

    /** What was received; by the flavor. */
    void setValue(long received) {
        value = received;
    }

    /**
     * What was received.
     *
     * @return defined after it was chosen, unless the channel is closed
     */
    public long value() {
        return value;
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
        return flavor.attemptReceive(this, selection);
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
    public void wasServed(Strand strand) {
        value = strand.slot();
    }

    @Override
    public String describe() {
        return "receive from " + flavor.describe();
    }
}
