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

    private final ImportRepository imports;
    private final ImportProperties properties;
    private final TransactionTemplate transaction;

    ImportRetentionJob(
            ImportRepository imports,
            ImportProperties properties,
            PlatformTransactionManager transactions,
            Clock clock) {
        super(clock);
        this.imports = imports;
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
        transaction.executeWithoutResult(status -> imports.purge(before));
        return 0;
    }

    @Override
    protected boolean isAnyLeft() {
        return imports.isAnyToPurge();
    }
}
