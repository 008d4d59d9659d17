package dev.enlist.events.broker;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Configures an idempotent producer: its retries neither lose nor duplicate records. It connects when there is an event
 * to publish.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("enlist.kafka.bootstrap-servers")
class KafkaConfiguration {

    private static final int CLOSE_SECONDS = 5;
    private static final int REQUEST_MILLIS = 10_000;
    private static final int LINGER_MILLIS = 5;

    @Bean
    DefaultKafkaProducerFactory<String, byte[]> eventProducers(KafkaProperties properties) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "enlist");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        settings.putAll(properties.properties());
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, properties.bootstrapServers());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        int within = Math.toIntExact(properties.within().toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(REQUEST_MILLIS, within / 2));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(REQUEST_MILLIS, within));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, within);
        DefaultKafkaProducerFactory<String, byte[]> producers =
                new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new ByteArraySerializer());
        producers.setPhysicalCloseTimeout(CLOSE_SECONDS);
        return producers;
    }

    @Bean
    KafkaTemplate<String, byte[]> eventTemplate(DefaultKafkaProducerFactory<String, byte[]> eventProducers) {
        return new KafkaTemplate<>(eventProducers);
    }
}
