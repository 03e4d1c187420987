// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.CancelledException;
import org.jspecify.annotations.Nullable;

/** Somebody who uses a channel: a fiber or a thread. */
interface Actor {
    /** Waits until it waits in an operation of the runtime. */
    void awaitParked();

    /** Cancels the fiber or interrupts the thread. */
    void cancel();

    /** Waits for the end, however it came. */
    void awaitEnd();

    /** What it has thrown, after the end. */
    @Nullable
    Throwable failure();

    /** Cancels one who waits; it must end by that. */
    static void cancelled(Actor actor) {
        actor.cancel();
        actor.awaitEnd();
        assertThat(actor.failure()).isInstanceOf(CancelledException.class);
    }

    /** Waits for the end, which must be a good one. */
    default void join() {
        awaitEnd();
        Throwable failure = failure();
        if (failure != null) World.<RuntimeException>sneakyThrow(failure);
    }
}
