package dev.enlist.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import dev.enlist.support.Worlds;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The engine's query at every completed task must not read all open tasks. */
@EnlistIT
class TaskLookupIT {

    @Autowired
    Worlds worlds;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from act_ru_task where parent_task_id_ = 'x'",
                "select * from act_ru_task where execution_id_ = 'x'",
                "select * from act_ru_identitylink where task_id_ = 'x'",
                "select * from act_ru_job where execution_id_ = 'x'",
                "select * from act_ru_incident where configuration_ = 'x'",
                "select * from act_ru_event_subscr where execution_id_ = 'x'",
                "select * from act_ru_execution where business_key_ = 'x'"
            })
    void findsByAnIndex(String lookup) {
        List<String> plan = worlds.stranger()
                .in(() -> new TransactionTemplate(transactions).execute(status -> {
                    // the tables of a test are so small that a sequential scan would be the right plan
                    jdbc.execute("set local enable_seqscan = off");
                    return jdbc.queryForList("explain " + lookup, String.class);
                }));
        assertThat(plan).noneMatch(line -> line.contains("Seq Scan"));
    }
}
