package dev.enlist.database;

import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator which setting leads to a database that refuses or does not answer, instead of a stack trace. */
class UnreachableDatabaseAnalyzer extends AbstractFailureAnalyzer<SQLException> {

    /** By the class of the SQLSTATE, its first two characters. */
    private static final Map<String, String> SETTINGS = Map.of(
            "08", "SPRING_DATASOURCE_URL names the server; it must run and be reachable from this machine.",
            "28",
                    "SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD must be those of a role of the server;"
                            + " SPRING_FLYWAY_USER and SPRING_FLYWAY_PASSWORD too, where they are set.",
            "3D", "SPRING_DATASOURCE_URL must name a database that exists; create it on the server first.");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        String state = cause.getSQLState();
        String setting = state == null || state.length() < 2 ? null : SETTINGS.get(state.substring(0, 2));
        return setting == null
                ? null
                : new FailureAnalysis("The database refuses the connection: " + cause.getMessage(), setting, cause);
    }
}
