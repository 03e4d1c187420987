// SPDX-License-Identifier: Apache-2.0
package dev.weft.libraries.programs;

import dev.weft.libraries.behaviour.Program;
import dev.weft.libraries.behaviour.Transcript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.h2.Driver;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcPreparedStatement;
import org.h2.jdbc.JdbcResultSet;
import org.h2.jdbc.JdbcResultSetMetaData;
import org.h2.jdbc.JdbcStatement;

/** A database in memory: the statements of a script one by one, with all rows of all results, then prepared ones. */
public final class H2Program implements Program {
    @Override
    public void run(Transcript out) throws Exception {
        Path script = Path.of(System.getProperty("weft.libraries.statements"));
        // H2's own types all the way: a call by a type of java.sql reaches a plain entry
        try (JdbcConnection connection = (JdbcConnection) new Driver().connect("jdbc:h2:mem:", new Properties())) {
            for (String sql : Files.readAllLines(script)) {
                if (!sql.startsWith("--")) execute(connection, sql, out);
            }
            prepared(connection, out);
        }
    }

    private static void execute(JdbcConnection connection, String sql, Transcript out) {
        out.line("> " + sql);
        try (JdbcStatement statement = (JdbcStatement) connection.createStatement()) {
            if (statement.execute(sql)) rows((JdbcResultSet) statement.getResultSet(), out);
            else out.line(statement.getUpdateCount() + " rows");
        } catch (SQLException e) {
            out.line(e.getErrorCode() + " " + e.getMessage());
        }
    }

    private static void rows(JdbcResultSet result, Transcript out) throws SQLException {
        JdbcResultSetMetaData columns = (JdbcResultSetMetaData) result.getMetaData();
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            text.append(columns.getColumnLabel(i))
                    .append(' ')
                    .append(columns.getColumnTypeName(i))
                    .append('|');
        }
        out.line(text);
        while (result.next()) {
            text.setLength(0);
            for (int i = 1; i <= columns.getColumnCount(); i++)
                text.append(result.getString(i)).append('|');
            out.line(text);
        }
    }

    private static void prepared(JdbcConnection connection, Transcript out) throws SQLException {
        execute(connection, "CREATE TABLE entry(id INT PRIMARY KEY, text VARCHAR, amount DOUBLE PRECISION)", out);
        connection.setAutoCommit(false);
        try (JdbcPreparedStatement insert =
                (JdbcPreparedStatement) connection.prepareStatement("INSERT INTO entry VALUES (?, ?, ?)")) {
            for (int i = 0; i < 300; i++) {
                insert.setInt(1, i * 7919 % 1009);
                insert.setString(2, "entry " + i);
                insert.setDouble(3, Math.sqrt(i));
                insert.addBatch();
                if (i % 50 == 49) out.line(insert.executeBatch().length);
            }
        }
        connection.commit();
        String query = "SELECT COUNT(*), MIN(text), SUM(amount) FROM entry WHERE id BETWEEN ? AND ?";
        try (JdbcPreparedStatement select = (JdbcPreparedStatement) connection.prepareStatement(query)) {
            for (int i = 0; i < 40; i++) {
                select.setInt(1, i * 10);
                select.setInt(2, i * 25);
                rows((JdbcResultSet) select.executeQuery(), out);
            }
        }
        try (JdbcStatement statement = (JdbcStatement)
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                JdbcResultSet result =
                        (JdbcResultSet) statement.executeQuery("SELECT id, text, amount FROM entry ORDER BY id")) {
            result.absolute(10);
            result.updateString(2, "changed");
            result.updateRow();
            result.last();
            out.line(result.getRow() + " " + result.getString("text"));
            result.first();
            out.line(result.getInt(1));
        }
        connection.rollback();
        execute(connection, "SELECT text FROM entry WHERE text = 'changed'", out);
    }
}
