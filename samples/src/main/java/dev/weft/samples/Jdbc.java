// SPDX-License-Identifier: Apache-2.0
package dev.weft.samples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.weft.Fiber;
import dev.weft.RoutineFailedException;
import dev.weft.Weft;
import dev.weft.sync.Group;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Plain JDBC, driven by fibers: they move money between accounts of a database, and none gets lost. */
public final class Jdbc {
    private static final String USAGE = """
            usage: samples/run jdbc [URL] [FIBERS]

            FIBERS (default: 1000) make 3 transactions each over a pool of 10 connections: they move random amounts
            between 100 accounts. URL is that of a PostgreSQL or H2 database, with user and password if need be
            (default: H2 in this process), for instance jdbc:postgresql://localhost/test?user=me&password=secret.
            A table weft_accounts is made there, in place of one that there may be, and dropped at the end.
            Exits with 1 if the database can't be used, or if the sum of all accounts was wrong.
            """;

    private static final String DEFAULT_URL = "jdbc:h2:mem:bank;DB_CLOSE_DELAY=-1";
    private static final String DEFAULT_FIBERS = "1000";
    private static final int CONNECTIONS = 10;
    private static final int CONNECT_SECONDS = 10;
    private static final int ACCOUNTS = 100;
    private static final int TRANSACTIONS = 3;
    private static final long BALANCE = 1000;

    private final DataSource pool;
    private final LongAdder transfers = new LongAdder();
    private final LongAdder refusals = new LongAdder();

    private Jdbc(DataSource pool) {
        this.pool = pool;
    }

    /**
     * The program.
     *
     * @param args the database, and how many fibers
     */
    public static void main(String[] args) {
        CommandLine.check(args, 0, 2, USAGE);
        String url = args.length > 0 ? args[0] : DEFAULT_URL;
        int fibers = CommandLine.positive("FIBERS", args.length > 1 ? args[1] : DEFAULT_FIBERS);
        System.exit(run(url, fibers) ? 0 : 1);
    }

    private static boolean run(String url, int fibers) {
        DriverManager.setLoginTimeout(CONNECT_SECONDS);
        try {
            DriverManager.getDriver(url);
            // The pool would try again and again, and then wrap what has happened; a connection of our own says it.
            try (Connection connection = DriverManager.getConnection(url)) {
                openAccounts(connection);
            }
            try (HikariDataSource pool = new HikariDataSource(configuration(url))) {
                return Weft.run(() -> new Jdbc(pool).open(fibers));
            } finally {
                closeAccounts(url);
            }
        } catch (SQLException e) {
            return failed(e);
        } catch (RoutineFailedException e) {
            return failed(e.getCause());
        }
    }

    private static boolean failed(@Nullable Throwable problem) {
        String message = problem == null ? "" : String.valueOf(problem.getMessage());
        System.err.println("jdbc: " + message.lines().findFirst().orElse(""));
        return false;
    }

    private static HikariConfig configuration(String url) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url);
        configuration.setMaximumPoolSize(CONNECTIONS);
        configuration.setAutoCommit(false);
        return configuration;
    }

    private static void openAccounts(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists weft_accounts");
            statement.execute("create table weft_accounts (id integer primary key, balance bigint not null)");
        }
        try (PreparedStatement insert = connection.prepareStatement("insert into weft_accounts values (?, ?)")) {
            for (int id = 0; id < ACCOUNTS; id++) {
                insert.setInt(1, id);
                insert.setLong(2, BALANCE);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void closeAccounts(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("drop table weft_accounts");
        }
    }

    @Fiber
    private boolean open(int fibers) throws Exception {
        Group clerks = new Group();
        for (int i = 0; i < fibers; i++) clerks.go(() -> work());
        clerks.await();
        long sum = sum();
        System.out.println("transfers: " + transfers + ", not made for want of money: " + refusals);
        System.out.println("sum of all accounts: " + sum + (sum == ACCOUNTS * BALANCE ? "" : ", which is wrong"));
        return sum == ACCOUNTS * BALANCE;
    }

    @Fiber
    private void work() throws SQLException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < TRANSACTIONS; i++) {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            boolean done = transfer(from, to, 1 + random.nextLong(BALANCE));
            (done ? transfers : refusals).increment();
        }
    }

    /** One transaction. If it fails, the pool rolls it back when the connection is closed. */
    @Fiber
    private boolean transfer(int from, int to, long amount) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            boolean covered = lock(connection, from, to) >= amount;
            if (covered) {
                add(connection, from, -amount);
                add(connection, to, amount);
            }
            connection.commit();
            return covered;
        }
    }

    /** Locks two accounts in the order of their numbers, so that nobody waits in a circle, and reads the first one's balance. */
    @Fiber
    private static long lock(Connection connection, int from, int to) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select id, balance from weft_accounts where id in (?, ?) order by id for update")) {
            select.setInt(1, from);
            select.setInt(2, to);
            try (ResultSet accounts = select.executeQuery()) {
                long balance = 0;
                while (accounts.next()) {
                    if (accounts.getInt(1) == from) balance = accounts.getLong(2);
                }
                return balance;
            }
        }
    }

    @Fiber
    private static void add(Connection connection, int account, long amount) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update weft_accounts set balance = balance + ? where id = ?")) {
            update.setLong(1, amount);
            update.setInt(2, account);
            update.executeUpdate();
        }
    }

    @Fiber
    private long sum() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet sum = statement.executeQuery("select sum(balance) from weft_accounts")) {
            sum.next();
            return sum.getLong(1);
        }
    }
}
