package dev.enlist.webhooks;

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
 * Delivers to the webhooks of a workspace: the job finds webhooks with due deliveries and starts a {@link
 * WebhookWorker} for each on a thread pool of its own, so that receivers that hang occupy no job thread. Other nodes
 * skip deliveries that one node has claimed until the lease ends; after a crash another node sends them again.
 */
@Component
class WebhookSender implements WorkspaceJob, SmartLifecycle {

    static final String KIND = "webhook-delivery";

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

    static final int MAX_WORKERS = 16;

    /** Time until the next run while every webhook has a worker; a worker that ends starts the job earlier. */
    private static final Duration PAUSE_WHILE_SERVED = Duration.ofSeconds(5);

    private static final long IDLE_SECONDS = 30;

    /** Shorter than the timeout of a request, and long enough for a target that responds. */
    private static final long STOP_SECONDS = 8;

    /**
     * The limits of one workspace on this node: half of the workers and requests, so that other workspaces can always
     * use the other half.
     */
    record Share(Semaphore workers, Semaphore requests) {

        Share(WebhookProperties properties) {
            this(new Semaphore(MAX_WORKERS / 2), new Semaphore(Math.max(1, properties.parallelPerNode() / 2)));
        }
    }

    private final Map<String, Share> shares = new ConcurrentHashMap<>();
    private final ReceiverBreaker breaker;
    private final WebhookStateRepository rows;
    private final DeliveryRepository deliveries;
    private final DeliveryQueue queue;
    private final WebhookRepository webhooks;
    private final WebhookMessageBuilder messages;
    private final WebhookClient client;
    private final WebhookProperties properties;
    private final JobQueue jobs;
    private final Clock clock;
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private final ExecutorService workers = new ThreadPoolExecutor(
            0, MAX_WORKERS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), threads("webhook-worker-"));
    private final ExecutorService requestThreads;

    WebhookSender(
            WebhookStateRepository rows,
            DeliveryRepository deliveries,
            DeliveryQueue queue,
            WebhookRepository webhooks,
            WebhookMessageBuilder messages,
            WebhookClient client,
            ReceiverBreaker breaker,
            WebhookProperties properties,
            JobQueue jobs,
            Clock clock) {
        this.rows = rows;
        this.deliveries = deliveries;
        this.queue = queue;
        this.webhooks = webhooks;
        this.messages = messages;
        this.client = client;
        this.breaker = breaker;
        this.properties = properties;
        this.jobs = jobs;
        this.clock = clock;
        this.requestThreads = Executors.newFixedThreadPool(properties.parallelPerNode(), threads("webhook-request-"));
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

    /** Starts a worker for each webhook that has none on this node. Each worker that ends starts this job again. */
    @Override
    public JobOutcome runChunk() {
        WorkspaceRef workspace = WorkspaceScope.current();
        List<WebhookStateRepository.Busy> busy = new ArrayList<>(rows.busy());
        if (busy.isEmpty()) {
            return JobOutcome.atOrDone(rows.nextDue());
        }
        Collections.shuffle(busy);
        Share share = shareOf(workspace.workspaceId());
        boolean allServed = true;
        for (WebhookStateRepository.Busy webhook : busy) {
            allServed &= served.contains(webhook.id()) || start(workspace, webhook, share);
        }
        return JobOutcome.at(clock.instant().plus(allServed ? PAUSE_WHILE_SERVED : properties.pause()));
    }

    Share shareOf(String workspaceId) {
        return shares.computeIfAbsent(workspaceId, any -> new Share(properties));
    }

    private boolean start(WorkspaceRef workspace, WebhookStateRepository.Busy webhook, Share share) {
        if (!running.get() || !share.workers().tryAcquire()) {
            return false;
        }
        boolean sent = false;
        try {
            sent = breaker.allows(webhook.url()) && send(workspace, webhook, share);
        } finally {
            if (!sent) {
                share.workers().release();
            }
        }
        return sent;
    }

    private boolean send(WorkspaceRef place, WebhookStateRepository.Busy webhook, Share share) {
        if (!served.add(webhook.id())) {
            return false;
        }
        try {
            workers.execute(() -> {
                try {
                    serve(place, webhook.id(), share);
                } finally {
                    share.workers().release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            // all workers are busy; the next run finds this webhook again
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
                                    deliveries,
                                    queue,
                                    webhooks,
                                    messages,
                                    client,
                                    breaker,
                                    share.requests(),
                                    properties,
                                    clock,
                                    requestThreads,
                                    running::get)
                            .work());
        } catch (RuntimeException e) {
            // the claimed deliveries are retried after their lease
            log.warn("Deliveries to webhook {} stopped; they are retried after their lease", webhookId, e);
        } finally {
            served.remove(webhookId);
            startAgain(place);
        }
    }

    /**
     * Starts the job again, because deliveries may have become due since the worker's last claim. If this fails, the
     * job runs at the time that it set itself.
     */
    private void startAgain(WorkspaceRef workspace) {
        try {
            WorkspaceScope.run(workspace, () -> jobs.enqueue(KIND));
        } catch (RuntimeException e) {
            log.warn("The webhook job could not be started early; it runs at its scheduled time: {}", e.toString());
        }
    }

    @Override
    public void start() {
        running.set(true);
    }

    /**
     * Waits in parallel with other components that stop, so that stopping takes as long as the slowest of them and not
     * the sum.
     */
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

    /** Waits for the current requests to finish, for a limited time; another node retries those that do not. */
    @Override
    public void stop() {
        running.set(false);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("Some deliveries were not finished when the node stopped; another node retries them.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        requestThreads.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
