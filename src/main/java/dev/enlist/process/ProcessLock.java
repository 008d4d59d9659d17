package dev.enlist.process;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Locks the process of a business key until the end of the transaction. Otherwise a timer could fire between the moment
 * when a process is read and the moment when it gets a message, and the message would find no receiver. A job that is
 * running is waited for. A job that starts later waits, finds the process changed, and is retried by the engine.
 */
@Component
class ProcessLock {

    private final JdbcTemplate jdbc;

    ProcessLock(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks processes without a parent. Does nothing where no such process exists. */
    void hold(String businessKey) {
        jdbc.queryForList("""
                select x.id_ from act_ru_execution x
                where x.proc_inst_id_ in (
                  select p.id_ from act_ru_execution p where p.business_key_ = ? and p.parent_id_ is null)
                order by x.id_ for update
                """, String.class, businessKey);
        jdbc.queryForList("""
                select j.id_ from act_ru_job j
                where j.process_instance_id_ in (
                  select p.id_ from act_ru_execution p where p.business_key_ = ? and p.parent_id_ is null)
                order by j.id_ for update
                """, String.class, businessKey);
    }
}
