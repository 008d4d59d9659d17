package dev.enlist.outbound.webhook;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.JobQueue;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Delivers to the webhooks of a workspace: the job finds those with something to do and starts a {@link WebhookWorker} for each
 * on threads of its own, so that receivers that hang hold no thread of the jobs. What one node has claimed is left alone
 * by the others until its lease is over, so that after a crash another node sends it again.
 */
@Component
class WebhookSender implements WorkspaceJob, SmartLifecycle {

    static final String KIND = "webhook-delivery";

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

    private static final int MOST_COURIERS = 16;

    /** While a courier is at each webhook that has something to do; its end starts the job before. */
    private static final Duration WHILE_SERVED = Duration.ofSeconds(5);

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
    private final WebhookStateRepository rows;
    private final DeliveryRepository dispatch;
    private final DeliveryQueue queue;
    private final WebhookRepository webhooks;
    private final WebhookMessageBuilder envelopes;
    private final WebhookClient client;
    private final WebhookProperties properties;
    private final JobQueue jobs;
    private final Clock clock;
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private final ExecutorService couriers = new ThreadPoolExecutor(
            0, MOST_COURIERS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads("webhook-courier-"));
    private final ExecutorService posters;

    WebhookSender(
            WebhookStateRepository rows,
            DeliveryRepository dispatch,
            DeliveryQueue queue,
            WebhookRepository webhooks,
            WebhookMessageBuilder envelopes,
            WebhookClient client,
            ReceiverBreaker breaker,
            WebhookProperties properties,
            JobQueue jobs,
            Clock clock) {
        this.rows = rows;
        this.dispatch = dispatch;
        this.queue = queue;
        this.webhooks = webhooks;
        this.envelopes = envelopes;
        this.client = client;
        this.breaker = breaker;
        this.properties = properties;
        this.jobs = jobs;
        this.clock = clock;
        this.posters = Executors.newFixedThreadPool(properties.parallelPerNode(), threads("webhook-poster-"));
    }

    private static CustomizableThreadFactory threads(String prefix) {
        CustomizableThreadFactory factory = new CustomizableThreadFactory(prefix);
        factory.setDaemon(true);
        return factory;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Starts a courier for each webhook that has none here. Each courier that ends starts this job again. */
    @Override
    public JobOutcome runChunk() {
        WorkspaceRef workspace = WorkspaceScope.current();
        List<WebhookStateRepository.Busy> busy = new ArrayList<>(rows.busy());
        if (busy.isEmpty()) {
            return JobOutcome.atOrDone(rows.nextDue());
        }
        Collections.shuffle(busy);
        Share share = shares.computeIfAbsent(workspace.workspaceId(), any -> new Share(properties));
        boolean allServed = true;
        for (WebhookStateRepository.Busy webhook : busy) {
            allServed &= served.contains(webhook.id()) || start(workspace, webhook, share);
        }
        return JobOutcome.at(clock.instant().plus(allServed ? WHILE_SERVED : properties.pause()));
    }

    private boolean start(WorkspaceRef workspace, WebhookStateRepository.Busy webhook, Share share) {
        if (!running.get() || !share.couriers().tryAcquire()) {
            return false;
        }
        boolean sent = false;
        try {
            sent = breaker.allows(webhook.url()) && send(workspace, webhook, share);
        } finally {
            if (!sent) {
                share.couriers().release();
            }
        }
        return sent;
    }

    private boolean send(WorkspaceRef place, WebhookStateRepository.Busy webhook, Share share) {
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
                    () -> new WebhookWorker(
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
            startAgain(place);
        }
    }

    /** More may have become due since the courier looked. If this fails, the time that the job set itself is enough. */
    private void startAgain(WorkspaceRef workspace) {
        try {
            WorkspaceScope.run(workspace, () -> jobs.enqueue(KIND));
        } catch (RuntimeException e) {
            log.warn("The next look at the webhooks of a workspace waits for its time: {}", e.toString());
        }
    }

    @Override
    public void start() {
        running.set(true);
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
