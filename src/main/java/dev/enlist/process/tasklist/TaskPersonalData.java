package dev.enlist.process.tasklist;

import dev.enlist.shared.privacy.PersonIdentifiers;
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
 * The open tasks about a person. They are deleted with the enrollment, with its process. Reads the engine's tables,
 * because its own queries take one enrollment at a time.
 */
@Component
@Order(320)
class TaskPersonalData implements PersonalDataSource {

    /** A task in the export of personal data. */
    record Held(String enrollmentId, String name, Instant createdAt) {}

    private final JdbcClient jdbc;

    TaskPersonalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "openTasks";
    }

    /** The engine's tables contain ids only. */
    @Override
    public Set<String> tables() {
        return Set.of();
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
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
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
