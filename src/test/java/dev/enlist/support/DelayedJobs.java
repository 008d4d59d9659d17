package dev.enlist.support;

import dev.enlist.jobs.JobQueue;
import org.springframework.boot.test.context.TestComponent;

/**
 * Starts background jobs that collect the work of some seconds, so that a test waits for their result and not for their
 * delay. That events start them by themselves is tested by one test of each job.
 */
@TestComponent
public class DelayedJobs {

    public static final String REPORTS = "report-projection";
    public static final String DUPLICATES = "duplicate-detection";

    private final JobQueue queue;

    DelayedJobs(JobQueue queue) {
        this.queue = queue;
    }

    /** Starts a job of this workspace without its delay. */
    public void start(String kind, World world) {
        world.in(() -> {
            queue.enqueue(kind);
            return kind;
        });
    }
}
