package dev.enlist.outbound.mail;

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
 * Makes messages of the events of a workspace that notifications were asked for, and sends those that are due. One
 * workspace at a time on each node: a mail server that is slow delays messages and nothing else.
 */
@Component
class NotificationScheduler implements WorkspaceJob, SmartLifecycle {

    static final String KIND = "notification";

    /** So long at most, and a message more: a mail server that is slow keeps no other workspace waiting for longer. */
    private static final Duration TURN = Duration.ofSeconds(15);

    private final NotificationQueue queue;
    private final SendQueue outbox;
    private final NotificationSender dispatcher;
    private final SmtpClient server;
    private final MailProperties properties;
    private final JobQueue jobs;
    private final Clock clock;
    private final AtomicBoolean running = new AtomicBoolean();

    NotificationScheduler(
            NotificationQueue queue,
            SendQueue outbox,
            NotificationSender dispatcher,
            SmtpClient server,
            MailProperties properties,
            JobQueue jobs,
            Clock clock) {
        this.queue = queue;
        this.outbox = outbox;
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

    /** A batch at most, so that workspaces take turns. */
    @Override
    public JobOutcome runChunk() {
        Instant latest = clock.instant().plus(TURN);
        NotificationQueue.Work work = queue.work();
        if (!running.get()) {
            return JobOutcome.busyIf(work.toRead() || work.toSend());
        }
        boolean progress = work.toRead() && queue.readFeed();
        if ((work.toRead() || work.toSend()) && server.isConfigured()) {
            List<ClaimedNotification> claimed = outbox.claim();
            if (!claimed.isEmpty()) {
                dispatcher.send(claimed, () -> running.get() && clock.instant().isBefore(latest));
                progress = true;
            }
        }
        if (progress) {
            return JobOutcome.more();
        }
        // events that may not be read yet, or more messages than a minute may have
        if (work.toRead() || work.toSend() && server.isConfigured()) {
            return JobOutcome.at(clock.instant().plus(properties.pause()));
        }
        return server.isConfigured() ? JobOutcome.atOrDone(queue.nextDue()) : JobOutcome.done();
    }

    /** What was due while no mail server was configured is looked for once. */
    @Override
    public void start() {
        running.set(true);
        if (server.isConfigured()) {
            jobs.enqueueEverywhere(KIND);
        }
    }

    /** The message under way comes to its end; the others that were claimed are given back. */
    @Override
    public void stop() {
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }
}
