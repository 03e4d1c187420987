// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.behaviour;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weft.abi.Continuation;
import org.junit.jupiter.api.Test;

/** Passes plainly and fails in a fiber, which {@code SuitesIT} has to notice. */
class FiberCanaryTest {
    @Test
    void fibersAreSeen() {
        assertNull(Continuation.current());
    }

    @Test
    void fibersAreSeenInLambdasOfAssertions() {
        org.junit.jupiter.api.Assertions.assertDoesNotThrow(() -> assertNull(Continuation.current()));
    }

    @Test
    void othersAreTheSame() {
        Continuation.poll();
    }
}
