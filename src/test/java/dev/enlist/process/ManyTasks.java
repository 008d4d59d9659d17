package dev.enlist.process;

import dev.enlist.shared.Cuid;
import dev.enlist.support.OwnerJdbc;

/**
 * Inserts more tasks than a test could create by enrolling: rows without a process. Many have the same priority and
 * creation time, so that an ambiguous order fails the test.
 */
final class ManyTasks {

    private final OwnerJdbc owner;
    private final String prefix = "many-" + Cuid.next() + "-";
    private int batches;

    ManyTasks(OwnerJdbc owner) {
        this.owner = owner;
    }

    /** @param workspaceId null for tasks without a workspace */
    void add(String workspaceId, String kind, int count) {
        owner.sql("""
                        insert into act_ru_task (id_, rev_, name_, task_def_key_, priority_, create_time_, tenant_id_,
                                                 proc_def_id_, suspension_state_, task_state_)
                        select :prefix || md5(concat(:batch, '-', n)), 1, 'Many', :kind,
                               50 + 25 * (n % 3 - 1), timestamp '2026-01-01' + n % 7 * interval '1 minute', :workspace,
                               (select max(id_) from act_re_procdef where key_ = :process), 1, 'Created'
                        from generate_series(1, :count) n
                        """)
                .param("prefix", prefix)
                .param("batch", batches++)
                .param("kind", kind)
                .param("workspace", workspaceId, java.sql.Types.VARCHAR)
                .param("process", EnrollmentProcess.KEY)
                .param("count", count)
                .update();
    }

    /** Every workspace shows the tasks without a workspace, so none may remain for later tests. */
    void remove() {
        owner.sql("delete from act_ru_task where id_ like ?")
                .param(prefix + "%")
                .update();
    }
}
