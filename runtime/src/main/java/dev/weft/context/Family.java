// SPDX-License-Identifier: Apache-2.0
package dev.weft.context;

import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.internal.fiber.FiberStrand;
import dev.weft.internal.fiber.Stay;
import dev.weft.internal.fiber.Strand;
import dev.weft.internal.sync.Gate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fibers of a {@link Scope} or a {@link Race}, and the fiber or thread that they belong to. */
abstract class Family extends Gate {
    /*
     * Ownership: running, closed and decided are guarded by the gate; subclasses guard their results by it, too. owner, stay and
     * outside belong to the owner.
     *
     * Progress: who waits, waits for `running` to be 0, or for `decided`. Whoever makes that so, under the lock, wakes the owner.
     */

    private final Object owner = Strand.current().identity();
    private final Context outside = Context.current();
    private final Context.Cancellable context;
    private final Stay stay;
    private int running;
    private boolean closed;
    private boolean decided; // nobody waits for the others any more

    /** The caller is the owner, and runs in the family's context from now on. */
    Family(Context.Cancellable context) {
        this.context = context;
        stay = context.begin();
    }

    final Context.Cancellable context() {
        return context;
    }

    // ---------------------------------------------------------------- children

    final <T extends @Nullable Object> Routine<T> fork(Task<T> task) {
        ForkSite site = ForkSite.here();
        enter();
        Routine<T> child;
        try {
            child = context.run(() -> Weft.go(() -> child(task, site)));
        } catch (RuntimeException | Error e) { // it wasn't started
            leave();
            throw e;
        }
        child.ended().subscribe(this::leave); // a routine signals once, when it has ended in whatever way
        return child;
    }

    private void enter() {
        lock();
        try {
            if (closed) throw new IllegalStateException("fork in a scope that is closed");
            running++;
        } finally {
            unlock();
        }
    }

    private void leave() {
        List<Strand> served = List.of();
        lock();
        try {
            if (--running == 0) served = completeAll(null);
        } finally {
            unlock();
        }
        wake(served);
    }

    @Fiber
    private <T extends @Nullable Object> T child(Task<T> task, ForkSite site) throws Exception {
        try {
            T result = task.run();
            succeeded(result);
            return result;
        } catch (Throwable t) {
            site.addTo(t);
            FiberStrand fiber = FiberStrand.ofCurrentThread();
            if (fiber != null) fiber.observe(); // the family tells of it
            failed(t);
            throw t;
        }
    }

    /** By a child. */
    abstract void succeeded(@Nullable Object result);

    /** By a child. */
    abstract void failed(Throwable failure);

    /** Lets the owner go on though children run. The lock is held. */
    final List<Strand> decide() {
        decided = true;
        return completeAll(null);
    }

    // ---------------------------------------------------------------- the owner

    /** Waits until all children have ended, or it is decided. Outside the context, which a child may have cancelled. */
    @Fiber
    final void awaitChildren(String operation) {
        if (owner != ownIdentity())
            throw new IllegalStateException(operation + " by another than the owner of the scope");
        outside.run(() -> {
            Strand strand = Strand.current();
            if (begin(strand, false)) await(strand, operation);
        });
    }

    private static Object ownIdentity() {
        return Strand.current().identity();
    }

    /** False if there is nothing to wait for. */
    private boolean begin(Strand strand, boolean forAll) {
        lock();
        try {
            if (running == 0 || (decided && !forAll)) return false;
            enter(strand, null);
            return true;
        } finally {
            unlock();
        }
    }

    /** Cancels the children, waits for all of them whatever comes, and goes back to the context of before. */
    @Fiber
    final void end() {
        if (owner != ownIdentity()) throw new IllegalStateException("close by another than the owner of the scope");
        if (!close()) return;
        context.cancel();
        Strand strand = Strand.current();
        if (begin(strand, true)) awaitUncancelled(strand);
        boolean inOrder = stay.isCurrent();
        if (stay.isOpen()) stay.end();
        if (!inOrder) throw new IllegalStateException("a scope was closed while another one was open within it");
    }

    /** False if it is closed already. */
    private boolean close() {
        lock();
        try {
            if (closed) return false;
            closed = true;
            return true;
        } finally {
            unlock();
        }
    }
}
