package dev.enlist.audit;

import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Chains the entries that were written since it last looked, a second later at most. Writers wait for
 * nobody: they leave their entries unchained, and the sealer, one at a time for each workspace, gives each the
 * next position and a hash over everything before it. Seals and the new head are stored in one transaction,
 * so that after a crash the next round goes on where the chain ends.
 */
@Component
class ChainWriter {

    /** Entries in one transaction. */
    static final int ROUND = 1000;

    /** How often the head of a chain that grows is told to the log, whence it can be compared. */
    private static final Duration TELL_EVERY = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(ChainWriter.class);

    private final AuditChain chain;
    private final TenancyService tenancy;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final Set<WorkspaceRef> touched = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    ChainWriter(AuditChain chain, TenancyService tenancy, Clock clock, PlatformTransactionManager transactions) {
        this.chain = chain;
        this.tenancy = tenancy;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** There are new entries in a workspace. */
    void touched(WorkspaceRef workspace) {
        touched.add(workspace);
    }

    /** What this node wrote. */
    @Scheduled(fixedDelayString = "PT1S")
    void sealTouched() {
        for (WorkspaceRef workspace : List.copyOf(touched)) {
            touched.remove(workspace);
            try {
                seal(workspace);
            } catch (RuntimeException | Error e) {
                touched.add(workspace);
                log.error("The audit trail of workspace {} could not be sealed", workspace.workspaceId(), e);
            }
        }
    }

    /** What nodes left behind that are no more. */
    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT5M")
    void sealAll() {
        touched.addAll(tenancy.workspaces());
    }

    /** Seals whatever is unsealed in a workspace. */
    void seal(WorkspaceRef workspace) {
        WorkspaceScope.run(workspace, () -> {
            boolean more = true;
            Optional<ChainHead> head = Optional.empty();
            while (more) {
                AuditChain.Round round = transaction.execute(status -> chain.grow(workspace.workspaceId(), ROUND));
                more = round != null && round.more();
                head = round == null || round.sealed() == 0 ? head : Optional.of(round.head());
            }
            head.ifPresent(grown -> tell(workspace.workspaceId(), grown));
        });
    }

    private void tell(String workspaceId, ChainHead head) {
        Instant now = clock.instant();
        Instant last = told.get(workspaceId);
        if (last == null || !now.isBefore(last.plus(TELL_EVERY))) {
            told.put(workspaceId, now);
            log.info("The audit trail of workspace {} reaches {}", workspaceId, head);
        }
    }
}
