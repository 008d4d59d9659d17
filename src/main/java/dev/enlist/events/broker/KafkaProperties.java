package dev.enlist.events.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for publishing events to Kafka.
 *
 * @param bootstrapServers brokers, as host:port; if empty, the publisher neither connects nor publishes
 * @param topic            of the events of all workspaces
 * @param properties       further settings of the producer, such as authentication; see the documentation of Kafka
 * @param pause            time between two checks for events to publish
 * @param within           how long a broker may take to acknowledge; then the batch is published again
 * @param lease            how long a node may hold the right to publish; then another node claims it
 */
@ConfigurationProperties("enlist.kafka")
record KafkaProperties(
        @DefaultValue List<String> bootstrapServers,
        @DefaultValue("enlist.events") String topic,
        @DefaultValue Map<String, String> properties,
        @DefaultValue("500ms") Duration pause,
        @DefaultValue("30s") Duration within,
        @DefaultValue("2m") Duration lease) {}
