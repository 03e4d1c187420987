// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.fiber;

import dev.weft.Action;
import dev.weft.CancelledException;
import dev.weft.Event;
import dev.weft.Fiber;
import dev.weft.Task;
import dev.weft.internal.io.IoPool;
import dev.weft.internal.io.Lane;
import dev.weft.internal.jfr.Recording;
import dev.weft.internal.sched.CarrierThread;
import dev.weft.internal.sched.Job;
import dev.weft.internal.sched.JobScheduler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A fiber: a continuation that a scheduler runs, parks and wakes. */
public final class FiberStrand extends Strand implements Job {
    /*
     * States:
     *   RUNNING  -> NOTIFIED // unpark(): the permit
     *   NOTIFIED -> RUNNING  // park() takes the permit and doesn't suspend; or it was given while the fiber unwound
     *   RUNNING  -> PARKED   // the carrier, when the fiber has unwound after park()
     *   RUNNING  -> GUARDED  // likewise, if it is in a queue that guard guards
     *   PARKED | GUARDED -> RUNNING // unpark(), which submits it, or release()
     *   PARKED | GUARDED -> READING // parkedStackTrace(), and back
     *   READING  -> WOKEN    // unpark(); the reader submits the fiber when it has read
     *   RUNNING | NOTIFIED -> ENDED // the body has ended
     *   RUNNING  -> HELD     // the carrier, if the fiber holds a thread's lock: it waits with the fiber
     *   HELD     -> RUNNING  // unpark(), which unparks the carrier
     * RUNNING is also the state of a fiber that waits in a run queue.
     *
     * Ownership: action and special belong to the fiber's code, and to its carrier while it has just unwound.
     * joiners is an immutable list, changed by CAS. What few fibers have isn't here: the name and the context are with the carriers,
     * the strand that stands for a pinned one is in PinnedStrands. carriers is written by the fiber's code, which has others
     * with another context then; whoever else reads it finds the same scheduler and the same name in any of them.
     *
     * cancelled only grows: NOT, PERHAPS, ITSELF. PERHAPS says that a context of the fiber's has been cancelled, perhaps one in which it
     * isn't any more, or that it was interrupted, perhaps not any more, so that it has to look; other fibers read that one field.
     *
     * The interrupt flag is the carrier's while the fiber is mounted, else in its identity. A wait that the flag is to end looks at
     * cancelled, and then parks. So when a fiber unwinds that was interrupted for the first time, its carrier makes NOT to
     * PERHAPS and wakes it, and it looks once more; later waits see PERHAPS by themselves.
     *
     * Ordering: a carrier's CAS to PARKED releases the fiber's frames, and the CAS of unpark() acquires them; so do the
     * run queues for the other ways in which a fiber goes from one carrier to another. state = ENDED releases the outcome, and
     * so does the exchange of joiners, which acquires who is to be unparked.
     *
     * GUARDED is left only by who holds guard, so without a CAS: a sender and a receiver that meet hold the channel's lock
     * anyway, and are spared a seventh of their round trip. Whoever else unparks the fiber takes the lock first, and then
     * looks whether the fiber still is in that state and under that lock: it may have gone on and wait somewhere else,
     * and the state that it then finds was released after guard was set. So may it when release() comes, since it sees
     * itself completed before; but not under the lock that the caller of release() holds.
     *
     * Progress: what somebody writes before unpark() is seen by the fiber when it looks after its park(). unpark() either
     * finds PARKED and submits the fiber, or makes RUNNING to NOTIFIED, on which the carrier's CAS to PARKED fails. If it
     * finds NOTIFIED, nothing has to change, yet it writes NOTIFIED again: a mere read could be done before the caller's
     * earlier writes are visible, and the fiber could take the permit, miss them, and park for ever. For the same reason
     * the permit is taken by an exchange, which acquires what the last unpark() has released.
     */

    private static final int RUNNING = 0;
    private static final int NOTIFIED = 1;
    private static final int PARKED = 2;
    private static final int READING = 3; // somebody reads its frames
    private static final int WOKEN = 4; // unpark() came while somebody did
    private static final int ENDED = 5;
    private static final int GUARDED = 6;
    private static final int HELD = 7;

    /** Why it suspends. A suspension that nothing announced is a yield. */
    private static final byte YIELD = 0;

    private static final byte PARK = 1;
    private static final byte TO_IO = 2;
    private static final byte TO_SCHEDULER = 3;

    private static final byte NOT = 0;
    private static final byte PERHAPS = 1;
    private static final byte ITSELF = 2;

    /** A bit of special: something of its own has to be on its carrier. The other bits count. */
    private static final byte PERSONAL = Byte.MIN_VALUE;

    private static final VarHandle STATE;
    private static final VarHandle JOINERS;
    private static final VarHandle CANCELLED;
    private static final Joiner CLOSED = new Joiner(null, null);

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(FiberStrand.class, "state", int.class);
            JOINERS = lookup.findVarHandle(FiberStrand.class, "joiners", Joiner.class);
            CANCELLED = lookup.findVarHandle(FiberStrand.class, "cancelled", byte.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Carriers carriers;

    @SuppressWarnings("unused") // by JOINERS
    private volatile @Nullable Joiner joiners;

    private volatile int state;
    private byte action;

    /** What to look after when it is mounted or unmounted: PERSONAL, and how many blocking calls it is in. */
    private byte special;

    private volatile byte cancelled;
    private boolean hasTimeSlices = true; // read by the monitor, late or never
    private volatile boolean observed;

    /**
     * A fiber that doesn't run yet.
     *
     * @param carriers where it will run
     * @param name null for a name by number
     * @param task what it does: a {@link Task} or an {@link Action}
     */
    public FiberStrand(Carriers carriers, @Nullable String name, Object task) {
        super(task);
        this.carriers = name == null ? carriers : new OwnCarriers(carriers, name, null, null, false);
    }

    /**
     * Has a fiber that isn't started yet begin with what its starter hands on, who is the caller: the ambient, inheritable thread
     * locals, the context class loader.
     *
     * @return this fiber
     */
    public FiberStrand inheriting() {
        Thread thread = Thread.currentThread();
        FiberStrand starter = ofThread(thread);
        Ambient ambient = starter == null ? ThreadStay.ofCurrentThread() : starter.ambient();
        Identity identity = Identity.inherited(
                thread, starter == null ? thread.getContextClassLoader() : starter.contextClassLoader());
        if (ambient != null || identity != null) {
            FiberStay stay = ambient == null ? null : new FiberStay(this, ambient, null);
            setCarriers(new OwnCarriers(carriers.shared(), carriers.name(), stay, identity, false));
        }
        return this;
    }

    /**
     * Has the threads that run a fiber that isn't started yet, and was given a name, bear that as long.
     *
     * @return this fiber
     */
    public FiberStrand showingName() {
        if (ThreadMaps.ACCESSIBLE)
            setCarriers(
                    new OwnCarriers(carriers.shared(), carriers.name(), carriers.stay(), carriers.identity(), true));
        return this;
    }

    /**
     * Submits a new fiber.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler was shut down
     */
    public void start() {
        LiveFibers live = carriers.live();
        if (live != null) live.enter(this, carriers.shared());
        FiberStay stay = carriers.stay();
        if (stay != null && !stay.listen()) {
            boolean unused = noteCancelled();
        }
        carriers.scheduler().submit(this);
    }

    @Fiber
    @Override
    protected @Nullable Object body() throws Exception {
        Object work = takeInput();
        if (work instanceof Task<?> task) return task.run();
        if (!(work instanceof Action action)) throw new IllegalStateException("neither a task nor an action: " + work);
        action.run();
        return null;
    }

    @Override
    protected boolean endsWithCall() {
        return true;
    }

    // ---------------------------------------------------------------- on a carrier

    @Override
    public void run(CarrierThread carrier) {
        boolean ended;
        try {
            if (special != 0) mount(carrier);
            do ended = resume();
            while (!ended && staysMounted(carrier));
        } catch (Throwable t) {
            broken(t, carrier);
            return;
        }
        if (special < 0 || Identity.isOn(carrier) || carrier.isInterrupted()) leaveAsItCame(ended, carrier);
        else if (ended) end(null, carrier);
        else suspended(carrier);
    }

    /** It can't go on, and its joiners must not wait for ever. */
    private void broken(Throwable t, CarrierThread carrier) {
        Identity.discard(carrier);
        if (carriers.showsName()) ThreadMaps.setName(carrier, carrier.ownName());
        boolean unused = Thread.interrupted();
        end(t, carrier);
    }

    /** The carrier is to be as it was before the fiber came, and the fiber to have what is its own. */
    private void leaveAsItCame(boolean ended, CarrierThread carrier) {
        boolean looks;
        try {
            looks = unmount(carrier);
        } catch (Throwable t) { // for want of memory
            broken(t, carrier);
            return;
        }
        if (ended) {
            end(null, carrier);
        } else {
            suspended(carrier);
            if (looks) unpark();
        }
    }

    private void mount(CarrierThread carrier) {
        if (special < 0) {
            Identity identity = carriers.identity();
            if (identity != null) identity.mount(carrier);
            if (carriers.showsName()) ThreadMaps.setName(carrier, name());
        }
        if (isInCall()) beginCall(carriers.io().lane(), carrier); // it had to wait for its turn
    }

    /** Takes what is the fiber's off the carrier. Whether the fiber has to look why its wait, if it waits, should end. */
    private boolean unmount(CarrierThread carrier) {
        if (carriers.showsName()) ThreadMaps.setName(carrier, carrier.ownName());
        Identity identity = Identity.unmount(carrier, carriers.identity());
        setCarriers(carriers.with(identity));
        return identity != null && identity.isInterrupted() && noteCancelled();
    }

    private void setCarriers(Carriers changed) {
        carriers = changed;
        boolean isPersonal = changed.identity() != null || changed.showsName();
        special = (byte) (isPersonal ? special | PERSONAL : special & ~PERSONAL);
    }

    @Override
    public @Nullable ClassLoader contextClassLoader() {
        Identity identity = carriers.identity();
        return identity == null ? Identity.USUAL_LOADER : identity.loader;
    }

    @Override
    public void contextClassLoader(@Nullable ClassLoader loader) {
        Identity identity = carriers.identity();
        if (identity == null) identity = new Identity();
        identity.loader = loader;
        setCarriers(carriers.with(identity));
    }

    @Override
    public void endTimeSlice() {
        if (hasTimeSlices) requestYield();
    }

    @Override
    public void isBlocked(CarrierThread carrier) {
        carriers.scheduler()
                .submit(reporter -> Pinning.reportBlocked(carrier)); // to report takes time, and may block, too
    }

    /**
     * Switches time slices on or off. By the fiber itself.
     *
     * @param on whether it may be made to yield
     * @return what it was before; true at first
     */
    public boolean timeSlices(boolean on) {
        boolean before = hasTimeSlices;
        hasTimeSlices = on;
        return before;
    }

    /**
     * The fiber that the current thread runs, pinned or not.
     *
     * @return null if it runs none
     */
    public static @Nullable FiberStrand ofCurrentThread() {
        return ofThread(Thread.currentThread());
    }

    private static @Nullable FiberStrand ofThread(Thread current) {
        return current instanceof CarrierThread c && c.mounted() instanceof FiberStrand f ? f : null;
    }

    /** Whether the fiber, which has unwound, is to go on on the same thread; its wait, if it waits, is over then. */
    private boolean staysMounted(CarrierThread carrier) {
        if (!holdsLock()) return action == YIELD && isInCall(); // it yields where nobody waits for its thread
        byte why = action;
        action = YIELD;
        if (why == PARK) waitMounted(carrier);
        return true;
    }

    /** The thread owns a lock for the fiber. */
    private void waitMounted(CarrierThread carrier) {
        try {
            Pinning.reportLock(suspendedStackTrace());
        } catch (IllegalStateException e) { // it is to be thrown where the fiber waits
            fail(e);
            return;
        }
        if (carrier.isInterrupted() && noteCancelled()) return; // it looks once more
        PinnedStrands.hold(this, carrier);
        try {
            if (STATE.compareAndSet(this, RUNNING, HELD)) waitHeld(carrier);
            else takePermit();
        } finally {
            PinnedStrands.letGo(this);
        }
    }

    private void waitHeld(CarrierThread carrier) {
        boolean interrupted = false;
        Object event = Recording.beginPinned();
        carrier.beginBlocking();
        try {
            while (state == HELD) {
                if (Thread.interrupted()) interrupted = true; // else park() would not wait
                LockSupport.park(this);
            }
        } finally {
            carrier.endBlocking();
            if (interrupted) carrier.interrupt();
            if (event != null) Recording.endPinned(event, toString());
        }
    }

    private void suspended(CarrierThread carrier) {
        byte why = action;
        action = YIELD;
        switch (why) {
            case PARK -> parked();
            case TO_IO -> toIo();
            case TO_SCHEDULER -> carriers.scheduler().submit(this);
            default -> carriers.scheduler().resubmit(this, carrier);
        }
    }

    /** For want of memory or stack. It must not be found waiting, nor its next suspension be taken for this one. */
    @Override
    protected void suspensionFailed() {
        byte why = action;
        action = YIELD;
        if (why == TO_IO) setDepth(0);
        if (why == PARK && isWaiting()) withdraw();
    }

    private void withdraw() {
        WaitLock lock = guard;
        if (lock != null) {
            boolean unused = lock.withdraw(this);
        } else if (item() instanceof Choice choice) { // else somebody has claimed it
            boolean unused = choice.withdraw(this);
        }
    }

    /** Every thread that may block does; it waits for its turn. */
    private void toIo() {
        JobScheduler scheduler = carriers.scheduler();
        IoPool io = carriers.io();
        Lane.Turn turn = new Lane.Turn(io.lane(), io) {
            @Override
            protected void admitted() {
                scheduler.submit(FiberStrand.this);
            }
        };
        if (io.lane().enter(turn)) scheduler.submitNext(this);
    }

    private void parked() {
        if (STATE.compareAndSet(this, RUNNING, guard == null ? PARKED : GUARDED)) return;
        takePermit();
        carriers.scheduler().submitNext(this);
    }

    private void takePermit() {
        int permit = (int) STATE.getAndSet(this, RUNNING);
        assert permit == NOTIFIED;
    }

    private void end(@Nullable Throwable broken, CarrierThread carrier) {
        if (broken != null) fail(broken);
        if (special != 0) {
            if (isInCall()) {
                setDepth(0);
                boolean unused = endCall(carrier);
                action = YIELD;
            }
            carriers = carriers.with(null);
        }
        FiberStay stay = carriers.stay();
        if (stay != null) stay.endAll();
        STATE.setRelease(this, ENDED);
        Joiner last = (Joiner) JOINERS.getAndSet(this, CLOSED);
        for (Joiner j = last; j != null; j = j.next) {
            if (j.listener instanceof FiberStrand joiner) joiner.unparkBehind(carrier);
            else if (j.listener != null) signal(j.listener);
        }
        Throwable thrown = thrown();
        if (thrown != null && !(thrown instanceof CancelledException)) UnobservedFailure.expect(this, carriers);
        LiveFibers live = carriers.live();
        if (live != null) live.leave(this, carriers.shared());
    }

    /** A listener of the program's own that throws, or interrupts, against its contract, must not cost the others their signal. */
    private static void signal(Event.Listener listener) {
        try {
            listener.signal();
            boolean unused = Thread.interrupted();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    @Override
    public boolean park() {
        if ((int) STATE.getAcquire(this) == NOTIFIED) {
            takePermit();
            return false;
        }
        action = PARK;
        return true;
    }

    @Override
    public void unpark() {
        if (permit()) carriers.scheduler().submitNext(this);
    }

    @Override
    public void unparkInTurn() {
        if (permit()) carriers.scheduler().submit(this);
    }

    /**
     * As {@link #unpark}, for who has waited for a fiber that has ended on a carrier: it runs behind those that were ready
     * before, among them, most often, others that it is going to wait for. Wakes no worker for it.
     */
    private void unparkBehind(CarrierThread carrier) {
        if (permit()) carriers.scheduler().resubmit(this, carrier);
    }

    /** True if it was parked, and has to be submitted. */
    private boolean permit() {
        while (true) {
            int s = state;
            if (s == PARKED) {
                if (STATE.compareAndSet(this, PARKED, RUNNING)) return true;
            } else if (s == GUARDED) {
                if (leaveGuarded(RUNNING)) return true;
            } else if (permitUnlessParked(s)) {
                return false;
            }
        }
    }

    /** False if s, which is neither PARKED nor GUARDED, isn't the state any more. */
    private boolean permitUnlessParked(int s) {
        if (s == HELD) return leaveHeld();
        return s == ENDED || STATE.compareAndSet(this, s, s == READING || s == WOKEN ? WOKEN : NOTIFIED);
    }

    /** The carrier waits; if it isn't found any more, it has noticed by itself. */
    private boolean leaveHeld() {
        if (!STATE.compareAndSet(this, HELD, RUNNING)) return false;
        Thread holder = PinnedStrands.holderOf(this);
        if (holder != null) LockSupport.unpark(holder);
        return true;
    }

    /** Changes GUARDED to another state, if it still is so. */
    private boolean leaveGuarded(int to) {
        WaitLock lock = guard;
        if (lock == null) return false; // it has gone on
        lock.lock();
        try {
            if ((int) STATE.getAcquire(this) != GUARDED || guard != lock) return false;
            STATE.setRelease(this, to);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean release(WaitLock held) {
        while (true) {
            int s = (int) STATE.getAcquire(this);
            if (s == GUARDED) {
                if (guard != held) return false; // it waits somewhere else, and that lock isn't held here
                STATE.setRelease(this, RUNNING);
                return true;
            }
            if (s == PARKED) {
                if (STATE.compareAndSet(this, PARKED, RUNNING)) return true;
            } else if (permitUnlessParked(s)) {
                return false;
            }
        }
    }

    /** One that waits in a single queue is next, by the lock that guards it. */
    @Override
    public void submit() {
        if (guard == null) submitInTurn();
        else carriers.scheduler().submitNext(this);
    }

    @Override
    public void submitInTurn() {
        carriers.scheduler().submitBehind(this);
    }

    @Override
    public void submitOn(@Nullable CarrierThread carrier) {
        if (carrier == null) carriers.scheduler().submit(this);
        else carriers.scheduler().resubmit(this, carrier);
    }

    // ---------------------------------------------------------------- blocking calls

    /** Makes the call on its carrier, of which others take the place if it lasts; or goes to wait for its turn. */
    @Override
    protected boolean enterBlocking() {
        if (isInCall()) {
            special++;
            return false;
        }
        IoPool io = carriers.io();
        if (holdsLock()) {
            io.lane().enterAnyway(io);
        } else if (!io.lane().tryEnter(io)) {
            setDepth(1);
            action = TO_IO;
            return true;
        }
        beginCall(io.lane(), (CarrierThread) Thread.currentThread());
        return false;
    }

    @Override
    protected boolean exitBlocking() {
        special--;
        return !isInCall() && !endCall((CarrierThread) Thread.currentThread());
    }

    /** Begins a call that was let in. If it fails, the call has ended. By the fiber itself. */
    void beginCall(Lane lane, CarrierThread carrier) {
        try {
            BlockedCall.begin(this, carrier, lane);
        } catch (Throwable t) {
            setDepth(0);
            lane.leave(carriers.io());
            throw t;
        }
        setDepth(1);
        carrier.beginCall(lane.history());
    }

    /** Ends a call; false if the fiber has to suspend now, since another carrier has taken this one's place. */
    private boolean endCall(CarrierThread carrier) {
        Lane lane = BlockedCall.end(this);
        if (lane != null) lane.leave(carriers.io());
        if (carrier.endCall(holdsLock())) return true;
        action = TO_SCHEDULER;
        return false;
    }

    /**
     * Where the fiber runs that the current thread carries.
     *
     * @return null if it carries none
     */
    public static @Nullable Carriers carriersOfCurrentThread() {
        FiberStrand fiber = ofCurrentThread();
        return fiber == null ? null : fiber.carriers();
    }

    /**
     * What runs the fiber that the current thread carries.
     *
     * @return null if it carries none
     */
    public static @Nullable JobScheduler schedulerOfCurrentThread() {
        Carriers carriers = carriersOfCurrentThread();
        return carriers == null ? null : carriers.scheduler();
    }

    /** Where it runs. */
    Carriers carriers() {
        return carriers.shared();
    }

    boolean isInCall() {
        return (special & ~PERSONAL) != 0;
    }

    private void setDepth(int calls) {
        special = (byte) (special & PERSONAL | calls);
    }

    /** Whether it holds a lock that belongs to its thread: who waits for that lock may be the one for whom it would wait. */
    boolean isTiedToThread() {
        return holdsLock();
    }

    // ---------------------------------------------------------------- the context

    /** The context that it runs in; null for none. By the fiber itself. */
    @Nullable
    Ambient ambient() {
        FiberStay stay = carriers.stay();
        return stay == null ? null : stay.ambient();
    }

    @Nullable
    FiberStay stay() {
        return carriers.stay();
    }

    /** Begins a stay. By the fiber itself. */
    FiberStay enter(@Nullable Ambient ambient) {
        FiberStay stay = new FiberStay(this, ambient, carriers);
        carriers = new OwnCarriers(carriers.shared(), carriers.name(), stay, carriers.identity(), carriers.showsName());
        if (!stay.listen()) {
            boolean unused = noteCancelled();
        }
        BlockedCall.moved(this, ambient);
        return stay;
    }

    /** Ends a stay. By the fiber itself. */
    void leave(Carriers before) {
        carriers = before.with(carriers.identity());
        BlockedCall.moved(this, ambient());
    }

    // ---------------------------------------------------------------- cancellation

    /**
     * Asks it to end: an operation that waits, or the next one that would have to, throws, and a call that blocks a thread is
     * interrupted. By any thread.
     */
    public void cancel() {
        cancelled = ITSELF;
        lookAgain();
    }

    /** Told when a context that it is in, or was in, is cancelled. By any thread. */
    void contextCancelled() {
        boolean unused = noteCancelled();
        lookAgain();
    }

    /** False if a wait looks anyway. */
    private boolean noteCancelled() {
        return CANCELLED.compareAndSet(this, NOT, PERHAPS);
    }

    private void lookAgain() {
        Strand pinned = PinnedStrands.of(this);
        if (pinned != null) pinned.unpark();
        unpark();
        BlockedCall.interruptIfCancelled(this);
    }

    @Override
    public boolean isCancelled() {
        byte c = cancelled;
        return c != NOT
                && (c == ITSELF
                        || isContextCancelled()
                        || Thread.currentThread().isInterrupted());
    }

    private boolean isContextCancelled() {
        Ambient ambient = ambient();
        return ambient != null && ambient.isCancelled();
    }

    /** Whether {@link #cancel} was called. By any thread. */
    boolean isCancelledItself() {
        return cancelled == ITSELF;
    }

    @Override
    @Nullable
    Throwable causeOfCancellation() {
        Ambient ambient = ambient();
        return cancelled == ITSELF || ambient == null ? null : ambient.cause();
    }

    // ---------------------------------------------------------------- the end

    /** Whether it has ended. */
    public boolean isEnded() {
        return state == ENDED;
    }

    /** Whether it waits, at some instant during the call. */
    public boolean isParked() {
        int s = state;
        return s == PARKED || s == GUARDED || s == READING || s == HELD || PinnedStrands.of(this) != null;
    }

    /**
     * Has somebody told when the fiber ends. Who stops waiting before calls {@link #removeJoiner}; it may be told all the
     * same.
     *
     * @param joiner who waits
     * @return false if the fiber has ended
     */
    public boolean addJoiner(Event.Listener joiner) {
        while (true) {
            Joiner last = joiners;
            if (last == CLOSED) return false;
            if (JOINERS.compareAndSet(this, last, new Joiner(joiner, last))) return true;
        }
    }

    /**
     * Takes back {@link #addJoiner}, so that who waits again and again for a time leaves nothing behind.
     *
     * @param joiner waits no longer
     */
    public void removeJoiner(Event.Listener joiner) {
        while (true) {
            Joiner last = joiners;
            if (last == null || last == CLOSED || JOINERS.compareAndSet(this, last, last.without(joiner))) return;
        }
    }

    /** Notes that somebody looks at the outcome, so that a failure needn't be reported. */
    public void observe() {
        observed = true;
    }

    /** Whether somebody has looked at the outcome. */
    public boolean isObserved() {
        return observed;
    }

    /** The result, once it has ended. */
    public @Nullable Object outcome() {
        return result();
    }

    /** What it has thrown, once it has ended. */
    public @Nullable Throwable thrown() {
        return failure();
    }

    /** Its name, or one made of its number. */
    public String name() {
        String given = carriers.name();
        return given == null ? "routine-" + Integer.toHexString(System.identityHashCode(this)) : given;
    }

    /** The calls it waits in; empty unless it is parked. */
    public StackTraceElement[] parkedStackTrace() {
        int from;
        while (true) { // while it is held off from RUNNING, nobody resumes it
            from = state;
            if (from == PARKED && STATE.compareAndSet(this, PARKED, READING)) break;
            if (from == GUARDED && leaveGuarded(READING)) break;
            if (from != PARKED && from != GUARDED && from != READING) return new StackTraceElement[0];
            Thread.onSpinWait();
        }
        try {
            return suspendedStackTrace();
        } finally {
            if (!STATE.compareAndSet(this, READING, from)) {
                int woken = (int) STATE.getAndSet(this, RUNNING);
                assert woken == WOKEN;
                carriers.scheduler().submitNext(this);
            }
        }
    }

    /** As {@link #parkedStackTrace}; if a carrier is blocked by it, the carrier's calls. */
    StackTraceElement[] waitingStackTrace() {
        Strand pinned = PinnedStrands.of(this);
        return pinned instanceof ThreadStrand t ? t.stackTrace() : parkedStackTrace();
    }

    /** Who waits for the end, and for nothing else. */
    List<Object> joiningIdentities() {
        List<Object> identities = new ArrayList<>();
        for (Joiner j = joiners; j != null; j = j.next) {
            if (j.listener instanceof Strand s && !(s instanceof Alternative)) identities.add(s.identity());
        }
        return identities;
    }

    @Override
    public String toString() {
        return "Fiber[" + name() + "]";
    }

    /** Somebody who waits for the end. */
    private static final class Joiner {
        final Event.@Nullable Listener listener;
        final @Nullable Joiner next;

        Joiner(Event.@Nullable Listener listener, @Nullable Joiner next) {
            this.listener = listener;
            this.next = next;
        }

        /** The same list without one; what lies before it is made anew. */
        @Nullable
        Joiner without(Event.Listener gone) {
            if (listener == gone) return next;
            Joiner before = null; // those before it, in reverse
            Joiner j = this;
            while (j != null && j.listener != gone) {
                before = new Joiner(j.listener, before);
                j = j.next;
            }
            if (j == null) return this;
            Joiner list = j.next;
            for (Joiner b = before; b != null; b = b.next) list = new Joiner(b.listener, list);
            return list;
        }
    }
}
