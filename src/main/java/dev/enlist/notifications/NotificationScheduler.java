package dev.enlist.notifications;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.JobQueue;
import dev.enlist.jobs.WorkspaceJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Creates notifications from the events of a workspace and sends those that are due. Each node processes one workspace
 * at a time: a slow mail server delays messages and nothing else.
 */
@Component
class NotificationScheduler implements WorkspaceJob, SmartLifecycle {

    static final String KIND = "notification";

    /**
     * Longest run for one workspace, exceeded by one message at most: a slow mail server delays other workspaces by no
     * more than this.
     */
    private static final Duration TURN = Duration.ofSeconds(15);

    private final NotificationQueue queue;
    private final SendQueue sendQueue;
    private final NotificationSender dispatcher;
    private final SmtpClient server;
    private final MailProperties properties;
    private final JobQueue jobs;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    NotificationScheduler(
            NotificationQueue queue,
            SendQueue sendQueue,
            NotificationSender dispatcher,
            SmtpClient server,
            MailProperties properties,
            JobQueue jobs,
            Clock clock) {
        this.queue = queue;
        this.sendQueue = sendQueue;
        this.dispatcher = dispatcher;
        this.server = server;
        this.properties = properties;
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int mostPerNode() {
        return 1;
    }

    /** Sends one batch at most, so that workspaces take turns. */
    @Override
    public JobOutcome runChunk() {
        Instant latest = clock.instant().plus(TURN);
        NotificationQueue.Work work = queue.work();
        if (!running.get()) {
            return JobOutcome.busyIf(work.toRead() || work.toSend());
        }
        boolean progress = work.toRead() && queue.readFeed();
        if ((work.toRead() || work.toSend()) && server.isConfigured()) {
            List<ClaimedNotification> claimed = sendQueue.claim();
            if (!claimed.isEmpty()) {
                dispatcher.send(claimed, () -> running.get() && clock.instant().isBefore(latest));
                progress = true;
            }
        }
        if (progress) {
            return JobOutcome.more();
        }
        // events of transactions that are still open, or more messages than the limit per minute allows
        if (work.toRead() || work.toSend() && server.isConfigured()) {
            return JobOutcome.at(clock.instant().plus(properties.pause()));
        }
        return server.isConfigured() ? JobOutcome.atOrDone(queue.nextDue()) : JobOutcome.done();
    }

    /** Looks once for messages that became due while no mail server was configured. */
    @Override
    public void start() {
        running.set(true);
        if (server.isConfigured()) {
            jobs.enqueueEverywhere(KIND);
        }
    }

    /** Finishes the message that is being sent, and releases the other claimed messages. */
    @Override
    public void stop() {
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
