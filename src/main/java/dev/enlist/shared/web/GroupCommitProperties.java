package dev.enlist.shared.web;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many concurrent requests to enroll, steps of one kind, and submissions of public forms share a transaction.
 *
 * @param groups  transactions that run at the same time on each node, not counting transactions that wait for their commit
 * @param largest requests in one transaction; 1 gives each request its own
 */
@Validated
@ConfigurationProperties("enlist.enrolling")
public record GroupCommitProperties(
        @Min(1) @DefaultValue("2") int groups,
        @Min(1) @DefaultValue("64") int largest) {}
