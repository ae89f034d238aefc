package io.github.headgate.failure;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of JDBC says of the connection to the database, by its SQLState (ISO 9075: class 08 is "connection
 * exception") or else by its class. Pure.
 */
final class DatabaseConnections {
    private DatabaseConnections() {}

    /** The failure type; null if this is not about the connection, as a violated constraint is not. */
    static @Nullable FailureType typeOf(Throwable thrown) {
        // by name first: a runtime image without the module java.sql must not load what follows
        return isSql(thrown) ? Sql.typeOf((SQLException) thrown) : null;
    }

    private static boolean isSql(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals("java.sql.SQLException")) {
                return true;
            }
        }
        return false;
    }

    private static final class Sql {
        static @Nullable FailureType typeOf(SQLException thrown) {
            String state = thrown.getSQLState();
            if (state != null && state.startsWith("08")) {
                return switch (state) {
                    // not made; rejected by the server
                    case "08001", "08004" -> FailureType.CONNECTION_REFUSED;
                    default -> FailureType.CONNECTION_TERMINATED;
                };
            }
            if (thrown instanceof SQLTransientConnectionException) {
                // a pool that waited in vain, as HikariCP's
                return FailureType.CONNECTION_LIMIT_REACHED;
            }
            return thrown instanceof SQLNonTransientConnectionException ? FailureType.CONNECTION_REFUSED : null;
        }
    }
}
