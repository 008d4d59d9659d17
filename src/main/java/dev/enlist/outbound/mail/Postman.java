package dev.enlist.outbound.mail;

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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Goes round the workspaces in which notifications are asked for, makes messages of what happened there, and sends
 * what is due. One thread on each node: a mail server that is slow delays messages and nothing else.
 */
@Component
class Postman implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Postman.class);

    private static final int FORGET_PIECE = 10_000;
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    /** Less than a silent mail server takes, and enough for one that answers. */
    private static final long STOP_SECONDS = 8;

    private final NotificationQueue queue;
    private final Outbox outbox;
    private final Dispatcher dispatcher;
    private final MailServer server;
    private final MailProperties properties;
    private final Heartbeat heartbeat;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicReference<Instant> forgotten = new AtomicReference<>(Instant.EPOCH);
    private final ScheduledExecutorService thread;

    Postman(
            NotificationQueue queue,
            Outbox outbox,
            Dispatcher dispatcher,
            MailServer server,
            MailProperties properties,
            Heartbeats heartbeats,
            Clock clock) {
        this.queue = queue;
        this.outbox = outbox;
        this.dispatcher = dispatcher;
        this.server = server;
        this.properties = properties;
        this.heartbeat = heartbeats.of("mail");
        this.clock = clock;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("postman-");
        threads.setDaemon(true);
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    }

    private void look() {
        try {
            List<WorkspaceRef> places = new ArrayList<>(queue.places());
            // so that no workspace is always the last
            Collections.shuffle(places);
            places.forEach(place -> WorkspaceScope.run(place, this::serve));
            forget(places);
        } catch (RuntimeException e) {
            log.warn("It could not be found out which messages are due; the next look will", e);
        }
    }

    /** A little for each, so that a long list keeps nobody waiting; the next look goes on. */
    private void serve() {
        try {
            NotificationQueue.Work work = queue.work();
            if (work.toRead() && running.get()) {
                queue.readFeed();
            }
            if ((work.toRead() || work.toSend()) && server.isConfigured() && running.get()) {
                List<Due> claimed = outbox.claim();
                if (!claimed.isEmpty()) {
                    dispatcher.send(claimed, this::goesOn);
                }
            }
        } catch (RuntimeException e) {
            // what was claimed is tried again when the lease is over
            log.warn(
                    "Messages of workspace {} were broken off",
                    WorkspaceScope.current().workspaceId(),
                    e);
        }
    }

    /** Asked before each message. */
    private boolean goesOn() {
        heartbeat.beat();
        return running.get();
    }

    /** Ends the log of messages where it is older than it is kept. */
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
        thread.scheduleWithFixedDelay(heartbeat.guarded(this::look), pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Waits beside others that stop, so that the time of all is the longest of theirs and not the sum. */
    @Override
    public void stop(Runnable whenDone) {
        Thread waiting = new Thread(
                () -> {
                    stop();
                    whenDone.run();
                },
                "postman-stop");
        waiting.setDaemon(true);
        waiting.start();
    }

    /** Lets the message under way come to its end; the others that were claimed are given back. */
    @Override
    public void stop() {
        running.set(false);
        heartbeat.end();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A message was under way when the node stopped; another tries it again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
