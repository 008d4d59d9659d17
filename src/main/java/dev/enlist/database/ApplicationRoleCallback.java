package dev.enlist.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * The role that the application works as. Roles belong to the whole cluster, not to one database, so it is looked
 * for at each start, before the migrations that give it its rights, and made where it is missing.
 */
class ApplicationRoleCallback implements Callback {

    static final String NAME = "enlist_app";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String DUPLICATE_OBJECT = "42710";
    private static final String UNIQUE_VIOLATION = "23505";

    /** The role must be usable: by taking it on, or, for a user of its own, by having its rights. */
    private static final String MAY_TAKE_IT_ON =
            "select case when current_setting('server_version_num')::int >= 160000 then pg_has_role(?, '" + NAME
                    + "', 'SET') else pg_has_role(?, '" + NAME + "', 'MEMBER') end";

    private static final String HAS_ITS_RIGHTS =
            "select pg_has_role(?, '" + NAME + "', 'USAGE') and ?::text is not null";

    private final @Nullable String ownUser;

    /** @param ownUser user of the pool, where that is not the owner; null where the pool switches to the role */
    ApplicationRoleCallback(@Nullable String ownUser) {
        this.ownUser = ownUser;
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE;
    }

    /** Of two nodes that start together one finds the role made by the other, which would end a transaction. */
    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return false;
    }

    @Override
    public String getCallbackName() {
        return "application role";
    }

    @Override
    public void handle(Event event, Context context) {
        Connection connection = context.getConnection();
        try {
            String owner = ask(connection, "select current_user");
            String user = ownUser == null ? owner : ownUser;
            if (!exists(connection, NAME)) {
                create(connection, user);
            }
            if (!exists(connection, user)) {
                throw new UnfitDatabaseRole(
                        "The database has no role " + user + ", which SPRING_DATASOURCE_USERNAME names.",
                        statements(connection, user));
            }
            if (!isMember(connection, user)) {
                grant(connection, user);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The role " + NAME + " could not be made ready.", e);
        }
    }

    private void create(Connection connection, String user) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create role " + NAME + " nologin");
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw new UnfitDatabaseRole(
                        "Enlist works as the database role " + NAME + ", which is not there and which "
                                + ask(connection, "select current_user") + " may not create.",
                        statements(connection, user));
            }
            if (!DUPLICATE_OBJECT.equals(e.getSQLState()) && !UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            // another node was faster
        }
    }

    private void grant(Connection connection, String user) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("grant " + NAME + " to " + quoted(connection, user));
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw new UnfitDatabaseRole(
                        "Enlist works as the database role " + NAME + ", of which " + user + " is not a member.",
                        statements(connection, user));
            }
            if (!isMember(connection, user)) {
                throw e;
            }
            // another node was faster
        }
    }

    /** SQL that a user with the necessary rights has to run first. */
    private static String statements(Connection connection, String user) throws SQLException {
        String create = exists(connection, NAME) ? "" : "create role " + NAME + " nologin;\n";
        return create + "grant " + NAME + " to " + quoted(connection, user) + ";";
    }

    private boolean isMember(Connection connection, String user) throws SQLException {
        return "t".equals(ask(connection, ownUser == null ? MAY_TAKE_IT_ON : HAS_ITS_RIGHTS, user, user));
    }

    private static boolean exists(Connection connection, String role) throws SQLException {
        return "t".equals(ask(connection, "select exists (select 1 from pg_roles where rolname = ?)", role));
    }

    private static String quoted(Connection connection, String identifier) throws SQLException {
        return ask(connection, "select quote_ident(?)", identifier);
    }

    private static String ask(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
