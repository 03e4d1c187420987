// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/**
 * The carriers of one fiber, with what it was given: a name, a context. Most fibers have neither, and share their carriers.
 *
 * <p>So a fiber needs no fields for them.
 */
final class OwnCarriers extends Carriers {
    private final Carriers shared;
    private final @Nullable String name;
    private final @Nullable FiberStay stay;

    OwnCarriers(Carriers shared, @Nullable String name, @Nullable FiberStay stay) {
        super(shared.scheduler(), shared.io(), shared.timers(), shared.live());
        this.shared = shared;
        this.name = name;
        this.stay = stay;
    }

    @Override
    Carriers shared() {
        return shared;
    }

    @Override
    @Nullable
    String name() {
        return name;
    }

    @Override
    @Nullable
    FiberStay stay() {
        return stay;
    }
}
