package dev.enlist.audit;

import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Chains the new entries of the audit trail within about two seconds of their commit. Transactions that write entries do
 * not wait for it: they leave their entries unchained. One node at a time gives each entry of a workspace the next
 * position and a hash over everything before it. The chain rows and the new head are stored in one transaction, so the next chunk
 * continues where the chain ends, also after a crash.
 */
@Component
class ChainWriter implements WorkspaceJob {

    static final String KIND = "audit-chain";

    /** Entries in one transaction. */
    static final int ROUND = 1000;

    private static final Duration DELAY = Duration.ofMillis(500);

    /** How often the head of a chain that grows is written to the log, where it can be compared. */
    private static final Duration LOG_EVERY = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(ChainWriter.class);

    private final AuditChain chain;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final Map<String, Instant> logged = new ConcurrentHashMap<>();

    ChainWriter(AuditChain chain, Clock clock, PlatformTransactionManager transactions) {
        this.chain = chain;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> topics() {
        return Set.of(AUDIT_ENTRIES);
    }

    @Override
    public Duration delay() {
        return DELAY;
    }

    @Override
    public JobOutcome runChunk() {
        String workspaceId = WorkspaceScope.current().workspaceId();
        AuditChain.Round round =
                Objects.requireNonNull(transaction.execute(status -> chain.append(workspaceId, ROUND)));
        if (round.chained() > 0) {
            logHead(workspaceId, round.head());
        }
        return round.more() ? JobOutcome.more() : JobOutcome.done();
    }

    /** Chains all new entries of a workspace. */
    void chain(WorkspaceRef workspace) {
        WorkspaceScope.run(workspace, () -> {
            while (runChunk().hasMore()) {
                // until nothing is left
            }
        });
    }

    private void logHead(String workspaceId, ChainHead head) {
        Instant now = clock.instant();
        Instant last = logged.get(workspaceId);
        if (last == null || !now.isBefore(last.plus(LOG_EVERY))) {
            logged.put(workspaceId, now);
            log.info("The audit trail of workspace {} reaches {}", workspaceId, head);
        }
    }
}
