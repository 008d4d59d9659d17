package dev.enlist.shared.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a node stops.
 *
 * @param grace how long it still takes requests after its readiness is off, so that what distributes requests sees it;
 *     zero where nothing does. {@code ENLIST_SHUTDOWN_GRACE}
 */
@ConfigurationProperties("enlist.shutdown")
record ShutdownProperties(@DefaultValue("5s") Duration grace) {}
