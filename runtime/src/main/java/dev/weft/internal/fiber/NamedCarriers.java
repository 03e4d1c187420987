// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

/** The carriers of one fiber, and the name that it was given; most have none, and share their carriers. */
final class NamedCarriers extends Carriers {
    final String name;
    private final Carriers shared;

    NamedCarriers(Carriers shared, String name) {
        super(shared.scheduler(), shared.io(), shared.timers(), shared.live());
        this.name = name;
        this.shared = shared;
    }

    @Override
    Carriers shared() {
        return shared;
    }
}
