package dev.enlist.process.tasklist;

import dev.enlist.shared.privacy.Person;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tasks that wait for somebody to decide about a person. They go with the enrollment, in its process. Reads the
 * engine's tables, since its own queries ask for one enrollment at a time.
 */
@Component
@Order(320)
class TaskPersonalData implements PersonalDataSource {

    /** A task as it is handed out. */
    record Held(String enrollmentId, String name, Instant createdAt) {}

    private final JdbcClient jdbc;

    TaskPersonalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "openTasks";
    }

    /** What the engine stores names ids alone. */
    @Override
    public Set<String> tables() {
        return Set.of();
    }

    @Override
    public List<Held> export(Person person) {
        return jdbc.sql("""
                        select x.business_key_, t.name_, t.create_time_ from act_ru_task t
                        join act_ru_execution x on x.id_ = t.proc_inst_id_
                        where t.tenant_id_ = :workspace and x.business_key_ = any(:ids) order by t.create_time_
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("ids", person.enrollmentIds().toArray(String[]::new))
                .query((row, n) -> new Held(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
                .list();
    }

    @Override
    public Map<String, Integer> erase(Person person) {
        return Map.of();
    }
}
