package dev.enlist.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ExitCodeGenerator;

/**
 * No database is configured, and the embedded PostgreSQL cannot serve instead of it. The message says why. A command such as
 * {@code verify} then ends as it does without a database that it can reach.
 */
class EmbeddedPostgresUnavailable extends RuntimeException implements ExitCodeGenerator {

    private static final int NO_DATABASE = 2;

    static final String NAME_A_DATABASE = "Name a PostgreSQL database in SPRING_DATASOURCE_URL, such as"
            + " jdbc:postgresql://localhost:5432/enlist, with SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD";

    private final String remedy;

    /** @param remedy what an operator can set instead */
    EmbeddedPostgresUnavailable(String message, String remedy, @Nullable Throwable cause) {
        super(message, cause);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }

    @Override
    public int getExitCode() {
        return NO_DATABASE;
    }
}
