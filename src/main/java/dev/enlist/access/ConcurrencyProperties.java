package dev.enlist.access;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests a node works on at the same time. Together they are fewer than {@code server.tomcat.threads.max}, so
 * that threads remain for refusals, probes and the sign-in.
 *
 * @param running    requests that are worked on; about twice the connections of the node, because requests that are
 *                   committed as one batch share a connection
 * @param waiting    requests that wait for a permit
 * @param waitAtMost how long a request waits before it is refused
 */
@Validated
@ConfigurationProperties("enlist.limits.concurrent")
public record ConcurrencyProperties(
        @DefaultValue("40") @Min(2) int running,
        @DefaultValue("200") @Min(0) int waiting,
        @DefaultValue("5s") Duration waitAtMost) {}
