package dev.enlist.jobs;

import java.time.Duration;
import java.util.Set;

/**
 * One kind of background work. {@link JobRunner} runs it for each workspace that has work of this kind, in chunks.
 *
 * <p>A chunk is one transaction: it locks what it takes and stores its progress with its results. So a node may stop at
 * any moment, and another continues behind the last committed chunk. While a node that is wrongly taken for dead still
 * holds row locks, two nodes may run the same job: a chunk that finds its rows locked must not answer
 * {@link JobOutcome#done()} but a time at which to look again.
 */
public interface WorkspaceJob {

    /** Topic of each write to the event log, signalled by the database. */
    String EVENTS = "events";

    /** Topic of each write to the audit trail, signalled by the database. */
    String AUDIT_ENTRIES = "audit-entries";

    /**
     * Topic of each transaction that stores customers or applications, signalled by the database. Such a transaction adds no
     * signals of {@link #EVENTS} and {@link #AUDIT_ENTRIES}; jobs of these topics start at this one too.
     */
    String CREATIONS = "creations";

    /** Unique and stable: the name of the job in the table of due work, and the topic that {@link JobQueue} enqueues. */
    String kind();

    /** Runs one chunk, in the scope of a workspace and outside any transaction. */
    JobOutcome runChunk();

    /** Further topics whose signals start this job; empty by default. */
    default Set<String> topics() {
        return Set.of();
    }

    /** How long signals are collected before the job starts; zero by default. */
    default Duration delay() {
        return Duration.ZERO;
    }

    /** How many workspaces a node runs this job for at the same time, so that slow receivers leave threads to others. */
    default int mostPerNode() {
        return Integer.MAX_VALUE;
    }

    /** How many nodes or threads may run this job for one workspace at the same time; 1 by default. */
    default int parallelism() {
        return 1;
    }
}
