// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.channel;

import dev.weft.internal.fiber.Alternative;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.fiber.Timeout;
import dev.weft.internal.sched.Timers;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a timer sends, once or again and again. Nothing is stored: a tick is there if its time has come when somebody looks. */
public final class Ticks extends Flavor {
    /*
     * After Go 1.23's channel timers (time.go), which also are among the set timers only while somebody waits for them.
     *
     * States, by (isSet, alarm):
     *   stopped (false, null)
     *   set     (true,  null)   // nobody waits; whether the time has come is told by the clock
     *   armed   (true,  alarm)  // somebody waits, and is to be woken by that alarm
     *
     * Ownership: everything is guarded by the lock. A timer that is no longer `alarm` does nothing when it fires.
     *
     * Progress: it is armed whenever it is set and somebody waits: by who enters the queue, under the lock under which no tick was
     * found; by who sets it; and by an alarm that has given one tick to the first of them, for the next. Nobody takes a tick while
     * others wait for one.
     *
     * So a timer that nobody waits for is garbage when the program has forgotten it, and one that was stopped or set anew has no
     * tick of before.
     *
     * Lock order: this lock, then that of the timers, which fire without it.
     *
     * Rejected: a buffer of one, which the timer fills. A tick in it outlives the stop; and the timer would have to know
     * whether anybody knows the channel.
     */

    private static final class Alarm extends Timers.Timer {
        private final Ticks ticks;

        Alarm(Ticks ticks) {
            this.ticks = ticks;
        }

        @Override
        protected void fire() {
            ticks.fire(this);
        }
    }

    private static final class TickCase extends ReceiveCase {
        private final Ticks ticks;

        TickCase(Ticks ticks) {
            super(ticks);
            this.ticks = ticks;
        }

        @Override
        public void register(Alternative alternative) {
            super.register(alternative);
            ticks.arm();
        }

        @Override
        public void unregister(Alternative alternative) {
            super.unregister(alternative);
            ticks.disarmIfNobodyWaits();
        }
    }

    private final Timers timers = Timeout.timers(); // of who has made it, whoever waits for it: there is one clock
    private boolean isSet;
    private long dueNanos;
    private long periodNanos; // 0 for a single tick
    private @Nullable Alarm alarm;
    private @Nullable Alarm spare; // in no timers

    /** Stopped. */
    public Ticks() {}

    /**
     * Sets it, anew if it is set already. What was due before is due no longer; who waits, waits for the new time.
     *
     * @param firstNanos how long until the first tick is due
     * @param thenNanos the time between two ticks; 0 if there is only one
     * @return false if it wasn't set, or the tick has been received
     */
    public boolean set(long firstNanos, long thenNanos) {
        lock();
        try {
            boolean wasSet = isSet;
            disarm();
            isSet = true;
            dueNanos = timers.nanoTime() + firstNanos;
            periodNanos = thenNanos;
            if (!receivers.isEmpty()) arm();
            return wasSet;
        } finally {
            unlock();
        }
    }

    /**
     * Stops it: no tick can be received after that.
     *
     * @return false if it wasn't set, or the tick has been received
     */
    public boolean stop() {
        lock();
        try {
            boolean wasSet = isSet;
            isSet = false;
            disarm();
            return wasSet;
        } finally {
            unlock();
        }
    }

    // ---------------------------------------------------------------- the alarm, under the lock

    private void arm() {
        if (!isSet || alarm != null) return;
        Alarm next = spare == null ? new Alarm(this) : spare;
        spare = null;
        alarm = next;
        timers.set(next, dueNanos);
    }

    /** One that can't be taken back is about to fire, and can't be set again. */
    private void disarm() {
        Alarm set = alarm;
        if (set == null) return;
        alarm = null;
        if (timers.cancel(set)) spare = set;
    }

    private void disarmIfNobodyWaits() {
        if (receivers.isEmpty()) disarm();
    }

    /** Whoever is woken may be gone on by the time it is submitted, and that is no harm. */
    private void fire(Alarm fired) {
        Strand receiver;
        boolean parked;
        lock();
        try {
            if (alarm != fired) return;
            alarm = null;
            receiver = receivers.poll();
            if (receiver == null) return;
            receiver.complete(takeTick(timers.nanoTime()));
            parked = receiver.release(this);
            if (!receivers.isEmpty()) arm();
        } finally {
            unlock();
        }
        if (parked) receiver.submit();
    }

    /** When it was due. The ticks that nobody was there for are left out. */
    private Instant takeTick(long nowNanos) {
        long late = nowNanos - dueNanos;
        if (periodNanos == 0) isSet = false;
        else dueNanos += late / periodNanos * periodNanos + periodNanos;
        return Instant.now().minusNanos(late);
    }

    // ---------------------------------------------------------------- as a channel

    private boolean isDue(long nowNanos) {
        return isSet && nowNanos - dueNanos >= 0;
    }

    @Override
    @Nullable
    Object take() {
        if (!isSet || !receivers.isEmpty()) return null; // it is for who came before, and the alarm gives it to them
        long now = timers.nanoTime();
        if (!isDue(now)) return null;
        return takeTick(now);
    }

    @Override
    void await(Strand receiver) {
        super.await(receiver);
        arm();
    }

    @Override
    public boolean withdraw(Strand strand) {
        if (!super.withdraw(strand)) return false;
        lock();
        try {
            disarmIfNobodyWaits();
        } finally {
            unlock();
        }
        return true;
    }

    @Override
    public boolean isTimed() {
        lock();
        try {
            return alarm != null;
        } finally {
            unlock();
        }
    }

    @Override
    public ReceiveCase receiveCase() {
        return new TickCase(this);
    }

    @Override
    boolean store(Object element) {
        throw new UnsupportedOperationException("nobody but its timer sends on this channel");
    }

    @Override
    public boolean close(@Nullable Throwable cause) {
        throw new UnsupportedOperationException("a timer's channel is never closed");
    }

    @Override
    boolean hasRoom() {
        return false;
    }

    @Override
    int stored() {
        return isDue(timers.nanoTime()) ? 1 : 0;
    }

    /** It looks like one without a buffer. */
    @Override
    public int size() {
        return 0;
    }

    @Override
    public int capacity() {
        return 0;
    }
}
