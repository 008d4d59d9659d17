package dev.enlist.events.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of event streams.
 *
 * @param pause        time between two reads of the log
 * @param heartbeat    how often an idle stream sends a heartbeat, and how often the access right of each stream is
 *                     checked
 * @param mostPerNode  streams per node at most
 * @param mostPerPlace streams per node for one workspace at most
 * @param buffer       events that may wait in memory for one client
 */
@ConfigurationProperties("enlist.streams")
record StreamProperties(
        @DefaultValue("250ms") Duration pause,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("200") int mostPerNode,
        @DefaultValue("20") int mostPerPlace,
        @DefaultValue("500") int buffer) {}
