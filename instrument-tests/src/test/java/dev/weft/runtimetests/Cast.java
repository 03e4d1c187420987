// SPDX-License-Identifier: Apache-2.0
package dev.weft.runtimetests;

import dev.weft.Action;
import dev.weft.Task;
import dev.weft.internal.fiber.FiberStrand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the actors of one test, as its setting wants them. */
final class Cast implements AutoCloseable {
    private final Setting setting;
    private final World world;
    private final List<Actor> actors = new ArrayList<>();

    Cast(Setting setting) {
        this(setting, World.MAX_SPARES);
    }

    /** Without spares a slow machine can't make it more carriers for a while; nobody may be pinned then. */
    Cast(Setting setting, int maxSpares) {
        this.setting = setting;
        world = new World(setting.parallelism(), maxSpares);
    }

    /** Has one actor do something, and answers what it has made. */
    static <T> T ask(Setting setting, Task<T> task) {
        List<T> result = new ArrayList<>();
        try (Cast cast = new Cast(setting)) {
            cast.start("actor", () -> result.add(task.run()));
            cast.joinAll();
        }
        return result.get(0);
    }

    /** Has three actors do the same, at the same time. */
    static void all(Setting setting, Action action) {
        try (Cast cast = new Cast(setting)) {
            for (int i = 0; i < 3; i++) cast.start("actor " + i, action);
            cast.joinAll();
        }
    }

    Actor start(String name, Action action) {
        Actor actor = switch (setting) {
            case FIBERS_ON_ONE_CARRIER, FIBERS_ON_TWO_CARRIERS, FIBERS -> new FiberActor(world, name, action);
            case THREADS -> new ThreadActor(name, false, action);
            case VIRTUAL_THREADS -> new ThreadActor(name, true, action);
            case MIXED -> mixed(name, action);
        };
        actors.add(actor);
        return actor;
    }

    private Actor mixed(String name, Action action) {
        return switch (actors.size() % 3) {
            case 0 -> new FiberActor(world, name, action);
            case 1 -> new ThreadActor(name, false, action);
            default ->
                ThreadActor.HAS_VIRTUAL_THREADS
                        ? new ThreadActor(name, true, action)
                        : new FiberActor(world, name, action);
        };
    }

    /** Starts one and waits until it waits. */
    Actor startParked(String name, Action action) {
        Actor actor = start(name, action);
        actor.awaitParked();
        return actor;
    }

    void joinAll() {
        actors.forEach(Actor::join);
    }

    @Override
    public void close() {
        world.close();
    }

    record FiberActor(World world, FiberStrand fiber) implements Actor {
        FiberActor(World world, String name, Action action) {
            this(world, world.start(name, action));
        }

        @Override
        public void awaitParked() {
            Watchdog.await(fiber + " to park", fiber::isParked, world::describe);
        }

        @Override
        public void cancel() {
            fiber.cancel();
        }

        @Override
        public void awaitEnd() {
            Watchdog.await("the end of " + fiber, fiber::isEnded, world::describe);
        }

        @Override
        public @Nullable Throwable failure() {
            return fiber.thrown();
        }
    }
}
