// SPDX-License-Identifier: Apache-2.0
package dev.weft.instrumenttests.fuzz.program;

import dev.weft.Fiber;

/** A mortal with fiber methods: the calls whose receiver or argument is its last mention. */
public final class Probe extends Mortal {

    /** A new probe. */
    public static Probe make() {
        return Host.watched(new Probe());
    }

    /** Dies at once. */
    public int take(int value) {
        Host.dead(this);
        return value;
    }

    /** Dies before its own suspension, while the receiver is on no one's stack any more. */
    @Fiber
    public int last(int value, int site) {
        Host.dead(this);
        Sites.hit(site);
        return value;
    }

    /** As {@link #last}, as an argument. */
    @Fiber
    public static int consume(Probe probe, int value, int site) {
        Sites.hit(site);
        Host.log(probe);
        Host.dead(probe);
        Sites.hit(site);
        return value;
    }
}
