package dev.enlist.database;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded PostgreSQL keeps its data.
 *
 * @param dir  directory of the data; {@code ENLIST_DATA_DIR}
 * @param port its port on the loopback interface; 0 takes a free one
 */
@ConfigurationProperties("enlist.data")
record EmbeddedDatabaseProperties(
        @DefaultValue(".enlist") Path dir,
        @DefaultValue("0") int port) {}
