// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.WaitLock;
import dev.weft.internal.select.Case;
import dev.weft.internal.select.Selection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A case that sends. Its outcome is null, or {@link Flavor#CLOSED}. */
public final class SendCase extends Case {
    private final Flavor flavor;
    private @Nullable Object element;

    /**
     * A new one.
     *
     * @param flavor the channel
     */
    public SendCase(Flavor flavor) {
        this.flavor = flavor;
    }

    /**
     * Changes what is sent. Not while the selection waits.
     *
     * @param value null only if the case is disabled
     */
    public void setElement(@Nullable Object value) {
        element = value;
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
        return flavor.attemptSend(Objects.requireNonNull(element), selection);
    }

    @Override
    public void register(Alternative alternative) {
        alternative.startOffering(Objects.requireNonNull(element));
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
