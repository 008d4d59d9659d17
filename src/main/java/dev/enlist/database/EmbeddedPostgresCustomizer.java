package dev.enlist.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Changes the settings of the embedded PostgreSQL before it starts, after those of {@link EmbeddedPostgresStarter}. None
 * is part of the application: what it stores has to survive a crash. Tests give up that guarantee for speed.
 */
interface EmbeddedPostgresCustomizer {

    /** @param builder with all settings of the application */
    void customize(EmbeddedPostgres.Builder builder);
}
