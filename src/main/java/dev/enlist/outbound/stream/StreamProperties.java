package dev.enlist.outbound.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How streams behave.
 *
 * @param pause        between two looks at the log
 * @param heartbeat    how often a silent stream says that it lives, and the key of each is looked at again
 * @param mostPerNode  streams that one node serves at a time
 * @param mostPerPlace of these, for one workspace
 * @param buffer       events that may wait in memory for one client
 */
@ConfigurationProperties("enlist.streams")
record StreamProperties(
        @DefaultValue("250ms") Duration pause,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("200") int mostPerNode,
        @DefaultValue("20") int mostPerPlace,
        @DefaultValue("500") int buffer) {}
