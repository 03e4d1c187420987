// SPDX-License-Identifier: Apache-2.0
package dev.weft.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.weft.Fiber;
import dev.weft.Routine;
import dev.weft.Scheduler;
import dev.weft.Weft;
import dev.weft.channel.Channel;
import dev.weft.sync.Group;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Plain JDBC in fibers, over HikariCP. Neither the driver nor the pool is instrumented. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseContract {
    private static final List<String> LIBRARIES = List.of("com.zaxxer.", "org.h2.", "org.postgresql.");
    private static final int FIBERS = 1000;
    private static final int CONNECTIONS = 10;
    private static final int IO_THREADS = 16;
    private static final int ACCOUNTS = 50;
    private static final long BALANCE = 1000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private HikariDataSource hikari;
    DataSource pool;

    /** Of a database that is there. */
    abstract String url();

    /** A query for the number of sessions that wait for a lock. */
    abstract String waitingSessions();

    @BeforeAll
    void createAccounts() throws SQLException {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("com.zaxxer.hikari"))
                .setLevel(ch.qos.logback.classic.Level.WARN);
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url());
        configuration.setMaximumPoolSize(CONNECTIONS);
        configuration.setAutoCommit(false);
        hikari = new HikariDataSource(configuration);
        pool = hikari;
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table accounts (id integer primary key, balance bigint not null)");
            for (int id = 0; id < ACCOUNTS; id++)
                statement.execute("insert into accounts values (" + id + ", " + BALANCE + ")");
            connection.commit();
        }
    }

    @AfterAll
    void closePool() {
        if (hikari != null) hikari.close();
    }

    @AfterEach
    void allConnectionsAreBack() {
        await(() -> hikari.getHikariPoolMXBean().getActiveConnections() == 0, "the connections to come back");
        assertThat(hikari.getHikariPoolMXBean().getTotalConnections()).isLessThanOrEqualTo(CONNECTIONS);
        assertThat(hikari.getHikariPoolMXBean().getThreadsAwaitingConnection()).isZero();
    }

    static Scheduler scheduler(int parallelism) {
        return Scheduler.builder()
                .name("parts")
                .parallelism(parallelism)
                .ioThreads(IO_THREADS)
                .build();
    }

    private static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new AssertionError("waits in vain for " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    void awaitWaitingSessions(int count) {
        await(() -> plainLong(waitingSessions()) == count, count + " sessions to wait for a lock");
    }

    private long plainLong(String query) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static void lockFirstAccount(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update accounts set balance = balance where id = 0");
        }
    }

    // ---------------------------------------------------------------- fiber code

    @Fiber
    private void transfer() throws SQLException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int first = random.nextInt(ACCOUNTS - 1);
        int second = first + 1 + random.nextInt(ACCOUNTS - 1 - first);
        long amount = random.nextLong(-BALANCE, BALANCE);
        try (Connection connection = pool.getConnection()) {
            add(connection, first, -amount);
            add(connection, second, amount);
            connection.commit();
        }
    }

    @Fiber
    private static void add(Connection connection, int account, long amount) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update accounts set balance = balance + ? where id = ?")) {
            update.setLong(1, amount);
            update.setInt(2, account);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Fiber
    private long sum() throws SQLException {
        try (Connection connection = hikari.getConnection();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("select sum(balance) from accounts")) {
            sum.next();
            return sum.getLong(1);
        }
    }

    /** Waits if somebody else has locked it. */
    @Fiber
    void lockFirst(Channel<Statement> told) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            told.send(statement);
            try (ResultSet rows = statement.executeQuery("select balance from accounts where id = 0 for update")) {
                rows.next();
            }
            connection.commit();
        }
    }

    // ---------------------------------------------------------------- tests

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aThousandFibersShareTenConnections(int parallelism) throws Exception {
        try (Scheduler scheduler = scheduler(parallelism);
                Census census = new Census("parts", LIBRARIES)) {
            long sum = scheduler.run(() -> {
                Group clerks = new Group();
                for (int i = 0; i < FIBERS; i++) clerks.go(() -> transfer());
                clerks.await();
                return sum();
            });
            assertThat(sum).isEqualTo(ACCOUNTS * BALANCE);
            assertThat(census.most()).isBetween(1, IO_THREADS + parallelism);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void othersGoOnWhileQueriesBlock(int parallelism) throws Exception {
        try (Scheduler scheduler = scheduler(parallelism);
                Connection holder = pool.getConnection()) {
            lockFirstAccount(holder);
            Channel<Statement> told = Channel.unbounded();
            List<Routine<?>> blocked = new ArrayList<>();
            for (int i = 0; i < 5; i++) blocked.add(scheduler.go(() -> lockFirst(told)));
            awaitWaitingSessions(5);
            CountDownLatch ticks = new CountDownLatch(50);
            Routine<?> ticking = scheduler.go(() -> {
                while (ticks.getCount() > 0) {
                    Weft.sleep(1, TimeUnit.MILLISECONDS);
                    ticks.countDown();
                }
            });
            ticking.join();
            assertThat(blocked).noneMatch(r -> r.isDone());
            holder.rollback();
            for (Routine<?> routine : blocked) routine.join();
        }
    }

    @Test
    void aFiberThatIsCancelledInAQueryEndsWithItAndGivesItsConnectionBack() throws Exception {
        try (Scheduler scheduler = scheduler(1)) {
            Routine<?> waiting;
            try (Connection holder = pool.getConnection()) {
                lockFirstAccount(holder);
                Channel<Statement> told = Channel.unbounded();
                waiting = scheduler.go(() -> lockFirst(told));
                awaitWaitingSessions(1);
                waiting.cancel();
                holder.rollback();
            }
            await(() -> waiting.isDone(), "the query");
            // Drivers that notice the interruption throw; those that wait in their socket don't.
            Throwable failure = waiting.failure();
            if (failure != null) assertThat(failure).isInstanceOf(SQLException.class);
            // Nothing is left of the interruption, on whatever thread.
            scheduler.run(() -> {
                Group clerks = new Group();
                for (int i = 0; i < 2 * IO_THREADS; i++) clerks.go(() -> transfer());
                clerks.await();
            });
        }
    }

    @Test
    void aFiberThatIsCancelledWhileItWaitsForAConnectionTakesNone() throws Exception {
        List<Connection> all = new ArrayList<>();
        try (Scheduler scheduler = scheduler(1)) {
            for (int i = 0; i < CONNECTIONS; i++) all.add(pool.getConnection());
            List<Routine<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 2 * IO_THREADS; i++) waiting.add(scheduler.go(() -> transfer()));
            await(() -> hikari.getHikariPoolMXBean().getThreadsAwaitingConnection() > 0, "a fiber to wait");
            for (Routine<?> routine : waiting) routine.cancel();
            for (Routine<?> routine : waiting) {
                await(() -> routine.isDone(), "the end of " + routine);
                assertThat(routine.state()).isNotEqualTo(Routine.State.SUCCEEDED);
                assertThat(routine.failure()).isNotNull();
            }
        } finally {
            for (Connection connection : all) connection.close();
        }
        assertThat(hikari.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
}
