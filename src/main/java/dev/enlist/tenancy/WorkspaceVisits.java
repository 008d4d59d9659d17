package dev.enlist.tenancy;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Works in another workspace within the running transaction, for the rare change that must happen in several or in none.
 * Entities stay bound to the workspace that the transaction began in and must not be touched meanwhile.
 */
@Component
public class WorkspaceVisits {

    private final JdbcClient jdbc;

    WorkspaceVisits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Does the work there and comes back; a transaction that is lost meanwhile comes back by its end. */
    public void visit(WorkspaceRef there, Runnable work) {
        WorkspaceRef here = WorkspaceScope.current();
        if (there.equals(here)) {
            work.run();
            return;
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Another workspace is visited within a transaction only.");
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

    /** For this transaction alone: the connection itself is not told. */
    private void goTo(WorkspaceRef workspace) {
        jdbc.sql("select set_config('enlist.workspace', ?, true), set_config('enlist.organization', ?, true)")
                .params(workspace.workspaceId(), workspace.organizationId())
                .query((row, n) -> row.getString(1))
                .single();
    }
}
