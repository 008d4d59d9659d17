package dev.enlist.events.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.support.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A Kafka broker in this JVM with the topic of Enlist's events, and a consumer that reads it from the beginning. */
public final class EventTopic implements AutoCloseable {

    private static final String NAME = "enlist.events";
    private static final int PARTITIONS = 3;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS, NAME);
    private final KafkaConsumer<String, String> consumer;
    private final Map<String, List<JsonNode>> published = new LinkedHashMap<>();

    /** Starts the broker. Meanwhile only errors are logged, because the broker logs hundreds of lines. */
    public EventTopic() {
        root.setLevel(Level.ERROR);
        broker.afterPropertiesSet();
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers()), new StringDeserializer(), new StringDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            all.add(new TopicPartition(NAME, partition));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Host and port, as {@code ENLIST_KAFKA_BOOTSTRAP_SERVERS} takes them. */
    public String brokers() {
        return broker.getBrokersAsString();
    }

    /** Reads new records for 0.1 s; returns the number of all records so far. */
    public int read() {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
            JsonNode event = Json.read(record.value());
            assertThat(record.key()).isEqualTo(event.path("subject").asText());
            assertThat(new String(record.headers().lastHeader("content-type").value(), StandardCharsets.UTF_8))
                    .isEqualTo("application/cloudevents+json; charset=UTF-8");
            published.computeIfAbsent(record.key(), key -> new ArrayList<>()).add(event);
        }
        return published.values().stream().mapToInt(List::size).sum();
    }

    /** Reads new records; returns whether each of these events was published at least once. */
    public boolean hasAll(Collection<String> events) {
        read();
        return ids().containsAll(events);
    }

    /** Events read so far, by key, in the order of their publication. */
    public Map<String, List<JsonNode>> published() {
        return published;
    }

    public Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        published
                .values()
                .forEach(events ->
                        events.forEach(event -> ids.add(event.path("id").asText())));
        return ids;
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(1));
        broker.destroy();
        root.setLevel(level);
    }
}
