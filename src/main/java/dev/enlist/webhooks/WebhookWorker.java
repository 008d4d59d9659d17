package dev.enlist.webhooks;

import dev.enlist.database.SecretCipher;
import dev.enlist.shared.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Delivers to one webhook on one node while deliveries are due: claims a few, posts them in parallel, stores the
 * results, and starts again. If the target hangs or was failing at the start, it posts one request at a time until one
 * succeeds, so that slow targets do not delay the others.
 */
class WebhookWorker {

    private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);

    /**
     * After this time the worker ends, so that other webhooks are served. The rest is claimed at the next check, at
     * once.
     */
    private static final Duration TURN = Duration.ofSeconds(30);

    /** How long a loaded webhook may be used before it is read again. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Responses that arrive within this time of each other are stored together. */
    private static final long GATHER_MILLIS = 2;

    /** The webhook was not loaded yet. */
    private static final Instant BEFORE = Instant.MIN;

    private final String webhookId;
    private final DeliveryRepository deliveries;
    private final DeliveryQueue queue;
    private final WebhookRepository webhooks;
    private final WebhookMessageBuilder messages;
    private final WebhookClient client;
    private final ReceiverBreaker breaker;
    private final Semaphore requests;
    private final WebhookProperties properties;
    private final Clock clock;
    private final Executor requestThreads;
    private final BooleanSupplier running;

    private final Deque<ClaimedDelivery> claimed = new ArrayDeque<>();
    private final BlockingQueue<DeliveryResult> answers = new LinkedBlockingQueue<>();
    private int inFlight;
    private Optional<Webhook> known = Optional.empty();
    private Instant knownUntil = BEFORE;
    private boolean oneAtATime;

    WebhookWorker(
            String webhookId,
            DeliveryRepository deliveries,
            DeliveryQueue queue,
            WebhookRepository webhooks,
            WebhookMessageBuilder messages,
            WebhookClient client,
            ReceiverBreaker breaker,
            Semaphore requests,
            WebhookProperties properties,
            Clock clock,
            Executor requestThreads,
            BooleanSupplier running) {
        this.webhookId = webhookId;
        this.deliveries = deliveries;
        this.queue = queue;
        this.webhooks = webhooks;
        this.messages = messages;
        this.client = client;
        this.breaker = breaker;
        this.requests = requests;
        this.properties = properties;
        this.clock = clock;
        this.requestThreads = requestThreads;
        this.running = running;
    }

    /** Works until no delivery is due, or {@link #TURN} is over. */
    void work() {
        Instant end = clock.instant().plus(TURN);
        try {
            boolean more = true;
            while (more || inFlight > 0) {
                boolean goesOn = running.getAsBoolean() && clock.instant().isBefore(end);
                more = goesOn && step();
                if (!more && inFlight > 0) {
                    write(answers.poll(1, TimeUnit.SECONDS));
                    more = goesOn;
                }
            }
        } catch (InterruptedException e) {
            // the claims end with their lease
            Thread.currentThread().interrupt();
        } finally {
            if (!claimed.isEmpty()) {
                queue.release(claimed);
            }
        }
    }

    /** Claims deliveries and posts as many as allowed; returns whether it did anything. */
    private boolean step() throws InterruptedException {
        Optional<Webhook> webhook = webhook();
        if (webhook.isEmpty()) {
            return false;
        }
        int parallel = oneAtATime ? 1 : properties.parallel();
        boolean queued = false;
        if (claimed.isEmpty() && inFlight < parallel) {
            queued = deliveries.queueFromFeed(webhookId);
            claimed.addAll(queue.claim(webhookId, 4 * parallel, properties.lease()));
        }
        boolean posted = post(webhook.get(), parallel);
        if (inFlight > 0 && !answers.isEmpty() || inFlight >= parallel) {
            write(answers.poll(1, TimeUnit.SECONDS));
            return true;
        }
        return queued || posted;
    }

    private Optional<Webhook> webhook() {
        Instant now = clock.instant();
        if (!now.isBefore(knownUntil)) {
            boolean first = knownUntil.equals(BEFORE);
            known = webhooks.findById(webhookId).filter(Webhook::enabled);
            oneAtATime = oneAtATime || first && known.isPresent() && known.get().failingSince() != null;
            knownUntil = now.plus(FRESH);
        }
        return known;
    }

    private boolean post(Webhook webhook, int parallel) {
        List<ClaimedDelivery> batch = new ArrayList<>();
        // a request and storing its result must fit into the rest of the lease
        Instant latest = clock.instant().plus(properties.answerWithin().multipliedBy(2));
        while (inFlight + batch.size() < parallel && !claimed.isEmpty() && requests.tryAcquire()) {
            ClaimedDelivery due = claimed.poll();
            if (due.until().isAfter(latest)) {
                batch.add(due);
            } else {
                requests.release();
            }
        }
        if (batch.isEmpty()) {
            return false;
        }
        inFlight += batch.size();
        int notHandedOver = batch.size();
        try {
            List<byte[]> secrets;
            try {
                secrets = messages.secrets(webhook, clock.instant());
            } catch (SecretCipher.Unreadable e) {
                log.warn(
                        "The secret of webhook {} cannot be decrypted, so nothing is delivered; rotate the secret",
                        webhookId,
                        e);
                WebhookClient.Answer none = WebhookClient.Answer.none(String.valueOf(e.getMessage()));
                batch.forEach(due -> answers.add(new DeliveryResult(due, clock.instant(), 0, Map.of(), none)));
                return true;
            }
            Map<String, WebhookMessageBuilder.Message> built = messages.messages(batch);
            for (ClaimedDelivery due : batch) {
                WebhookMessageBuilder.Message message = built.get(due.id());
                requestThreads.execute(() -> {
                    try {
                        answers.add(attempt(webhook.url(), due, message, secrets));
                    } finally {
                        requests.release();
                    }
                });
                notHandedOver--;
            }
            return true;
        } finally {
            requests.release(notHandedOver);
        }
    }

    /** Continues the trace of the event: in the log, and where an OpenTelemetry agent records the request. */
    private DeliveryResult attempt(
            String url, ClaimedDelivery due, WebhookMessageBuilder.Message message, List<byte[]> secrets) {
        SpanContext trace = TraceParent.parse(message.traceParent());
        try (Scope ofAgent = Span.wrap(trace).makeCurrent();
                MDC.MDCCloseable ofLog = trace.isValid() ? MDC.putCloseable("traceId", trace.getTraceId()) : null) {
            return send(url, due, message, secrets);
        }
    }

    private DeliveryResult send(
            String url, ClaimedDelivery due, WebhookMessageBuilder.Message message, List<byte[]> secrets) {
        Instant begin = clock.instant();
        Map<String, String> headers = WebhookMessageBuilder.headers(due.eventId(), begin, message, secrets);
        WebhookClient.Answer answer;
        try {
            answer = client.post(url, headers, message.body());
        } catch (RuntimeException | Error e) {
            // always return a result: the worker waits for it
            log.warn("The request to webhook {} failed unexpectedly", webhookId, e);
            answer = WebhookClient.Answer.none("The request could not be made");
        }
        Duration took = Duration.between(begin, clock.instant());
        if (answer.status() != null) {
            breaker.answered(url);
        } else if (took.multipliedBy(2).compareTo(properties.answerWithin()) > 0) {
            breaker.hung(url);
        }
        int milliseconds = (int) took.toMillis();
        return new DeliveryResult(due, begin, milliseconds, headers, answer);
    }

    private void write(@Nullable DeliveryResult first) throws InterruptedException {
        List<DeliveryResult> tried = new ArrayList<>();
        for (DeliveryResult next = first; next != null; next = answers.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS)) {
            tried.add(next);
            if (tried.size() == inFlight) {
                break;
            }
        }
        if (tried.isEmpty()) {
            return;
        }
        inFlight -= tried.size();
        deliveries.write(webhookId, tried);
        if (tried.stream().anyMatch(attempt -> attempt.answer().isSuccess())) {
            oneAtATime = false;
        } else {
            oneAtATime = oneAtATime
                    || tried.stream().anyMatch(attempt -> attempt.answer().status() == null);
            // read the webhook again: the failure may have disabled it
            knownUntil = Instant.EPOCH;
        }
    }
}
