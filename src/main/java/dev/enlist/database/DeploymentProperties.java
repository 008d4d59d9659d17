package dev.enlist.database;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long requests wait that deploy to the engine: publications of rules, and new workspaces.
 *
 * @param waitAtMost  for the others of this node, and once more for those of other nodes; then 503
 * @param mostWaiting requests that may wait on one node; a further one is answered 503 at once
 */
@Validated
@ConfigurationProperties("enlist.deployments")
record DeploymentProperties(
        @NotNull @DefaultValue("20s") Duration waitAtMost,
        @Min(1) @DefaultValue("50") int mostWaiting) {}
