package dev.enlist.waitlist;

import dev.enlist.capacity.UnitsReleased;
import dev.enlist.jobs.JobQueue;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the waitlist job of a workspace in the transaction that releases units. */
@Component
class WaitlistJobTrigger {

    private final JobQueue jobs;

    WaitlistJobTrigger(JobQueue jobs) {
        this.jobs = jobs;
    }

    @EventListener
    void on(UnitsReleased released) {
        jobs.enqueue(WaitlistJob.KIND);
    }
}
