package dev.enlist.events.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.events.CloudEvent;
import dev.enlist.events.EventFeed;
import dev.enlist.events.EventFilter;
import dev.enlist.events.LoggedEvent;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.JobQueue;
import dev.enlist.jobs.WorkspaceJob;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/**
 * Publishes the feed of every workspace in batches. Stores the position after all records of a batch are acknowledged;
 * records after the stored position are published again, so each event is published at least once. Two records with the
 * same key are never in flight at the same time, so that no failure can reorder them.
 */
@Component
@ConditionalOnProperty("enlist.kafka.bootstrap-servers")
class KafkaPublisher implements WorkspaceJob, SmartLifecycle {

    static final String KIND = "event-publication";

    private static final Logger log = LoggerFactory.getLogger(KafkaPublisher.class);

    private static final int BATCH_SIZE = 1000;
    private static final Duration WRITING = Duration.ofSeconds(2);
    private static final String CONTENT_TYPE = CloudEvent.MEDIA_TYPE + "; charset=UTF-8";

    private final PublicationPositionRepository positions;
    private final EventFeed feed;
    private final ObjectMapper mapper;
    private final KafkaTemplate<String, byte[]> kafka;
    private final KafkaProperties properties;
    private final JobQueue jobs;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    KafkaPublisher(
            PublicationPositionRepository positions,
            EventFeed feed,
            ObjectMapper mapper,
            KafkaTemplate<String, byte[]> kafka,
            KafkaProperties properties,
            JobQueue jobs,
            Clock clock) {
        this.positions = positions;
        this.feed = feed;
        this.mapper = mapper;
        this.kafka = kafka;
        this.properties = properties;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** The brokers did not acknowledge a batch; it is published again. */
    private static class NotAcknowledged extends RuntimeException {

        NotAcknowledged(Throwable cause) {
            super(cause);
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> topics() {
        return Set.of(EVENTS);
    }

    @Override
    public int mostPerNode() {
        return 1;
    }

    @Override
    public JobOutcome runChunk() {
        try {
            return publish();
        } catch (NotAcknowledged e) {
            log.warn("Kafka did not acknowledge a batch of events; it is published again: {}", message(e.getCause()));
            return JobOutcome.at(clock.instant().plus(properties.pause()));
        }
    }

    /** Publishes one batch of events. */
    private JobOutcome publish() {
        if (!positions.isBehind(properties.topic())) {
            return JobOutcome.done();
        }
        Optional<PublicationPositionRepository.Claim> claim = positions.claim(properties.topic(), properties.lease());
        if (claim.isEmpty() || !running.get()) {
            claim.ifPresent(positions::release);
            return JobOutcome.busy();
        }
        try {
            EventFeed.Slice slice = feed.after(claim.get().position(), EventFilter.EVERYTHING, BATCH_SIZE);
            if (!send(slice.events(), claim.get())) {
                return JobOutcome.busy();
            }
            boolean moves = !slice.next().equals(claim.get().position());
            claim = moves ? positions.advance(claim.get(), slice.next(), properties.lease()) : claim;
            // the remaining events cannot be read before other transactions end
            return moves ? JobOutcome.more() : JobOutcome.busy();
        } finally {
            claim.ifPresent(positions::release);
        }
    }

    /** Returns false if the lease could end before the brokers respond, or if the node stops. */
    private boolean send(List<LoggedEvent> events, PublicationPositionRepository.Claim claim) {
        for (List<LoggedEvent> wave : waves(events)) {
            if (!running.get()
                    || clock.instant().plus(properties.within()).plus(WRITING).isAfter(claim.until())) {
                return false;
            }
            List<CompletableFuture<?>> sent = new ArrayList<>();
            try {
                wave.forEach(event -> sent.add(kafka.send(record(event))));
                kafka.flush();
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                        .get(2 * properties.within().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new NotAcknowledged(e.getCause());
            } catch (TimeoutException
                    | org.springframework.kafka.KafkaException
                    | org.apache.kafka.common.KafkaException e) {
                throw new NotAcknowledged(e);
            }
        }
        return true;
    }

    /** Groups events into rounds: the first event of each key, then the second of each key, and so on. */
    private static List<List<LoggedEvent>> waves(List<LoggedEvent> events) {
        List<List<LoggedEvent>> waves = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (LoggedEvent event : events) {
            int wave = counts.merge(event.subject(), 1, Integer::sum) - 1;
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(event);
        }
        return waves;
    }

    private ProducerRecord<String, byte[]> record(LoggedEvent event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(properties.topic(), event.subject(), bytes(event));
        record.headers().add("content-type", CONTENT_TYPE.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private byte[] bytes(LoggedEvent event) {
        try {
            return mapper.writeValueAsBytes(CloudEvent.of(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event could not be written as JSON", e);
        }
    }

    private static String message(Throwable cause) {
        Throwable inner = cause.getCause() == null ? cause : cause.getCause();
        return inner.getClass().getSimpleName() + ": " + inner.getMessage();
    }

    /** Starts with all workspaces, because events from before Kafka was configured are published as well. */
    @Override
    public void start() {
        running.set(true);
        jobs.enqueueEverywhere(KIND);
    }

    /** Waits for acknowledgements. Another node publishes records again that are not acknowledged by then. */
    @Override
    public void stop() {
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
