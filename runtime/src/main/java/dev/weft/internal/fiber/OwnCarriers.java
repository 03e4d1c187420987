// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import org.jspecify.annotations.Nullable;

/**
 * The carriers of one fiber, with what it was given, or has made: a name, a context, an identity. Most fibers have none, and share their carriers.
 *
 * <p>So a fiber needs no fields for them.
 */
final class OwnCarriers extends Carriers {
    private final Carriers shared;
    private final @Nullable String name;
    private final @Nullable FiberStay stay;
    private final @Nullable Identity identity;
    private final boolean showsName;

    OwnCarriers(
            Carriers shared,
            @Nullable String name,
            @Nullable FiberStay stay,
            @Nullable Identity identity,
            boolean showsName) {
        super(shared.scheduler(), shared.io(), shared.timers(), shared.live());
        this.shared = shared;
        this.name = name;
        this.stay = stay;
        this.identity = identity;
        this.showsName = showsName;
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

    @Override
    @Nullable
    Identity identity() {
        return identity;
    }

    @Override
    boolean showsName() {
        return showsName;
    }
}
