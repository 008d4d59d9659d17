package dev.enlist.tenancy;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Works in another workspace within the running transaction, for the rare change that must happen in several workspaces
 * or in none. Entities stay bound to the workspace in which the transaction began and must not be used meanwhile.
 */
@Component
public class WorkspaceVisits {

    private final JdbcClient jdbc;

    WorkspaceVisits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Runs {@code work} in the other workspace and returns to the first. If the transaction rolls back meanwhile, the
     * rollback restores the first workspace.
     */
    public void visit(WorkspaceRef there, Runnable work) {
        WorkspaceRef here = WorkspaceScope.current();
        if (there.equals(here)) {
            work.run();
            return;
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "Another workspace can be entered only within a transaction. Begin one first.");
        }
        goTo(there);
        try {
            WorkspaceScope.run(there, work);
        } catch (RuntimeException e) {
            comeBackFrom(e, here);
            throw e;
        }
        goTo(here);
    }

    private void comeBackFrom(RuntimeException failure, WorkspaceRef here) {
        try {
            goTo(here);
        } catch (DataAccessException lost) {
            failure.addSuppressed(lost);
        }
    }

    /** Sets the workspace for this transaction alone, not for the connection. */
    private void goTo(WorkspaceRef workspace) {
        jdbc.sql("select set_config('enlist.workspace', ?, true), set_config('enlist.organization', ?, true)")
                .params(workspace.workspaceId(), workspace.organizationId())
                .query((row, n) -> row.getString(1))
                .single();
    }
}
