package dev.enlist.process;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Holds the process of a business key still until the end of the transaction. Without it a timer may fire between the
 * moment when a process is looked at and the moment when it gets a message, and the message finds no receiver. A job
 * that runs at this moment is waited for; one that would run next waits, finds the process changed, and is tried again
 * by the engine.
 */
@Component
class ProcessLock {

    private final JdbcTemplate jdbc;

    ProcessLock(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Of processes without a parent; one that is not there is no fault. */
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
