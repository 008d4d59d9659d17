package dev.enlist.shared.web;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How concurrent requests of one kind share a transaction: requests to enroll, steps, completed tasks, submissions of public
 * forms.
 *
 * @param groups      transactions that run at the same time on each node for requests that may share one, not counting
 *                    transactions that wait for their commit
 * @param largest     requests in one transaction; 1 gives each request its own
 * @param longestWait after which a request starts another transaction, however many run
 */
@Validated
@ConfigurationProperties("enlist.enrolling")
public record GroupCommitProperties(
        @Min(1) @DefaultValue("2") int groups,
        @Min(1) @DefaultValue("64") int largest,
        @DefaultValue("250ms") Duration longestWait) {}
