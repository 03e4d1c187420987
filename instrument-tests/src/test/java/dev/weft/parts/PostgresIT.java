// SPDX-License-Identifier: Apache-2.0
package dev.weft.parts;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.Routine;
import dev.weft.RoutineFailedException;
import dev.weft.Scheduler;
import dev.weft.channel.Channel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A real server. */
class PostgresIT extends DatabaseContract {
    private Postgres server;

    @Override
    String url() {
        Optional<Path> binaries = Postgres.installed();
        if (binaries.isEmpty()) {
            System.err.println(Postgres.MISSING);
            Assumptions.abort(Postgres.MISSING);
        }
        try {
            server = Postgres.start(binaries.get());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return server.url();
    }

    @AfterAll
    void stopServer() throws Exception {
        closePool();
        if (server != null) server.stop();
    }

    @Override
    String waitingSessions() {
        return "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    }

    /** H2 doesn't look at it while it waits for a lock. */
    @Test
    void aQueryIsEndedByItsCancelFromAnotherFiber() throws Exception {
        try (Scheduler scheduler = scheduler(1);
                Connection holder = pool.getConnection()) {
            lockFirstAccount(holder);
            Channel<Statement> told = Channel.unbounded();
            Routine<?> waiting = scheduler.go(() -> lockFirst(told));
            awaitWaitingSessions(1);
            scheduler.run(() -> told.receive().cancel());
            assertThatThrownBy(() -> waiting.join())
                    .isInstanceOf(RoutineFailedException.class)
                    .hasCauseInstanceOf(SQLException.class);
            holder.rollback();
        }
    }
}
