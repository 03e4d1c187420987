// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.abi.Continuation;
import dev.weft.internal.fiber.FiberStrand;

/** Says where a fiber was forked: suppressed in the exception by which it has failed. */
final class ForkSite extends Exception {
    private static final long serialVersionUID = 1L;

    private ForkSite() {
        super("the fiber was forked here");
    }

    /** With the calls of the caller, also those that a fiber was resumed without. */
    static ForkSite here() {
        ForkSite site = new ForkSite();
        FiberStrand fiber = FiberStrand.ofCurrentThread();
        if (fiber != null) Continuation.completeStackTrace(site, fiber);
        return site;
    }

    /** Once for each fork that the failure comes through. */
    void addTo(Throwable failure) {
        failure.addSuppressed(this);
    }
}
