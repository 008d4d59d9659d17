package dev.enlist.bulk;

import dev.enlist.jobs.RetentionJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes the rows of finished imports after the retention period, and incomplete uploads. */
@Component
class ImportRetentionJob extends RetentionJob {

    static final String KIND = "import-retention";

    private final ImportRepository store;
    private final ImportProperties properties;
    private final TransactionTemplate transaction;

    ImportRetentionJob(
            ImportRepository store, ImportProperties properties, PlatformTransactionManager transactions, Clock clock) {
        super(clock);
        this.store = store;
        this.properties = properties;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    protected Duration keep() {
        return properties.keep();
    }

    /** All old imports in one transaction, whatever their number. */
    @Override
    protected int deleteOlderThan(Instant before, int most) {
        transaction.executeWithoutResult(status -> store.purge(before));
        return 0;
    }

    @Override
    protected boolean isAnyLeft() {
        return store.isAnyToPurge();
    }
}
