package dev.enlist.outbound.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where events are published to.
 *
 * @param bootstrapServers brokers, as host:port; nothing is published, and nothing connected to, where there are none
 * @param topic            of all workspaces
 * @param properties       whatever else the producer is to be told, such as how to sign in; see the documentation of
 *                         Kafka
 * @param pause            between two looks for what is to be published
 * @param within           how long a broker may take to acknowledge; then the piece is published again
 * @param lease            how long a node may take for what it has claimed; then another goes on
 */
@ConfigurationProperties("enlist.kafka")
record KafkaProperties(
        @DefaultValue List<String> bootstrapServers,
        @DefaultValue("enlist.events") String topic,
        @DefaultValue Map<String, String> properties,
        @DefaultValue("500ms") Duration pause,
        @DefaultValue("30s") Duration within,
        @DefaultValue("2m") Duration lease) {}
