package dev.enlist.outbound.webhook;

import dev.enlist.shared.work.Heartbeat;
import dev.enlist.shared.work.Heartbeats;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Looks from time to time, in each workspace that has webhooks, for those with something to do, and sends a
 * {@link Courier} for each. All nodes do so; what one has claimed is left alone by the others until its lease is over,
 * so that after a crash it is sent again, by whoever finds it.
 */
@Component
class WebhookSender implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

    private static final int MOST_COURIERS = 16;
    private static final int FORGET_PIECE = 10_000;
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final long IDLE_SECONDS = 30;

    /** Less than a hanging target takes, and enough for one that answers. */
    private static final long STOP_SECONDS = 8;

    /** What one workspace may take of this node at a time: half of it, so that others always find the other half. */
    private record Share(Semaphore couriers, Semaphore requests) {

        Share(WebhookProperties properties) {
            this(new Semaphore(MOST_COURIERS / 2), new Semaphore(Math.max(1, properties.parallelPerNode() / 2)));
        }
    }

    private final Map<String, Share> shares = new ConcurrentHashMap<>();
    private final ReceiverBreaker breaker;
    private final WebhookRows rows;
    private final Dispatch dispatch;
    private final DeliveryQueue queue;
    private final Webhooks webhooks;
    private final Envelopes envelopes;
    private final WebhookClient client;
    private final WebhookProperties properties;
    private final Heartbeat heartbeat;
    private final Clock clock;
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicReference<Instant> forgotten = new AtomicReference<>(Instant.EPOCH);
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(threads("webhooks-"));
    private final ExecutorService couriers = new ThreadPoolExecutor(
            0, MOST_COURIERS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads("webhook-courier-"));
    private final ExecutorService posters;

    WebhookSender(
            WebhookRows rows,
            Dispatch dispatch,
            DeliveryQueue queue,
            Webhooks webhooks,
            Envelopes envelopes,
            WebhookClient client,
            ReceiverBreaker breaker,
            WebhookProperties properties,
            Heartbeats heartbeats,
            Clock clock) {
        this.rows = rows;
        this.dispatch = dispatch;
        this.queue = queue;
        this.webhooks = webhooks;
        this.envelopes = envelopes;
        this.client = client;
        this.breaker = breaker;
        this.properties = properties;
        this.heartbeat = heartbeats.of("webhooks");
        this.clock = clock;
        this.posters = Executors.newFixedThreadPool(properties.parallelPerNode(), threads("webhook-poster-"));
    }

    private static CustomizableThreadFactory threads(String prefix) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
        factory.setDaemon(true);
        return factory;
    }

    private void look() {
        try {
            List<WorkspaceRef> places = new ArrayList<>(rows.places());
            // so that no workspace is always the last, when there are more webhooks than couriers
            Collections.shuffle(places);
            places.forEach(place -> WorkspaceScope.run(place, () -> look(place)));
            forget(places);
        } catch (RuntimeException e) {
            log.warn("It could not be found out what is due for webhooks; the next look will", e);
        }
    }

    private void look(WorkspaceRef place) {
        List<WebhookRows.Busy> busy = new ArrayList<>(rows.busy());
        Collections.shuffle(busy);
        Share share = shares.computeIfAbsent(place.workspaceId(), any -> new Share(properties));
        for (WebhookRows.Busy webhook : busy) {
            if (!running.get()
                    || served.contains(webhook.id())
                    || !share.couriers().tryAcquire()) {
                continue;
            }
            boolean sent = false;
            try {
                sent = breaker.allows(webhook.url()) && send(place, webhook, share);
            } finally {
                if (!sent) {
                    share.couriers().release();
                }
            }
        }
    }

    private boolean send(WorkspaceRef place, WebhookRows.Busy webhook, Share share) {
        if (!served.add(webhook.id())) {
            return false;
        }
        try {
            couriers.execute(() -> {
                try {
                    serve(place, webhook.id(), share);
                } finally {
                    share.couriers().release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            // all couriers are on their way; the next look finds it again
            served.remove(webhook.id());
            return false;
        }
    }

    private void serve(WorkspaceRef place, String webhookId, Share share) {
        try {
            WorkspaceScope.run(
                    place,
                    () -> new Courier(
                                    webhookId,
                                    dispatch,
                                    queue,
                                    webhooks,
                                    envelopes,
                                    client,
                                    breaker,
                                    share.requests(),
                                    properties,
                                    clock,
                                    posters,
                                    running::get)
                            .work());
        } catch (RuntimeException e) {
            // what was claimed is tried again when the lease is over
            log.warn("Deliveries to webhook {} were broken off", webhookId, e);
        } finally {
            served.remove(webhookId);
        }
    }

    /** Ends the log of deliveries where it is older than it is kept. */
    private void forget(List<WorkspaceRef> places) {
        Instant now = clock.instant();
        if (now.isBefore(forgotten.get().plus(FORGET_EVERY))) {
            return;
        }
        forgotten.set(now);
        Instant before = now.minus(properties.keep());
        for (WorkspaceRef place : places) {
            int gone = FORGET_PIECE;
            while (gone == FORGET_PIECE && running.get()) {
                gone = WorkspaceScope.in(place, () -> queue.forget(before, FORGET_PIECE));
            }
        }
    }

    @Override
    public void start() {
        running.set(true);
        long pause = properties.pause().toMillis();
        looker.scheduleWithFixedDelay(heartbeat.guarded(this::look), pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Waits beside others that stop, so that the time of all is the longest of theirs and not the sum. */
    @Override
    public void stop(Runnable whenDone) {
        Thread waiting = new Thread(
                () -> {
                    stop();
                    whenDone.run();
                },
                "webhooks-stop");
        waiting.setDaemon(true);
        waiting.start();
    }

    /** Lets what is under way come to its end, for a while; what does not is left to the next node. */
    @Override
    public void stop() {
        running.set(false);
        heartbeat.end();
        looker.shutdown();
        couriers.shutdown();
        try {
            if (!couriers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("Some deliveries were under way when the node stopped; another tries them again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        couriers.shutdownNow();
        posters.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
