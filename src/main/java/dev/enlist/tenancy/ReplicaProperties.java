package dev.enlist.tenancy;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * A replica of the database for reports and exports.
 *
 * @param replicaUrl    JDBC address; user and password are those of the primary. Empty for none
 * @param replicaMaxLag how far it may be behind; the primary is read otherwise
 */
@Validated
@ConfigurationProperties("enlist.database")
record ReplicaProperties(
        @Nullable String replicaUrl,
        @NotNull @DefaultValue("30s") Duration replicaMaxLag) {}
