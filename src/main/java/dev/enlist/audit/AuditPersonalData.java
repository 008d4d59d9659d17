package dev.enlist.audit;

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
 * The entries of the trail about a person: that something of it changed, when, and the names of the fields. They
 * tell nothing personal and stay when the person is erased; a trail out of which entries go proves nothing.
 */
@Component
@Order(310)
class AuditPersonalData implements PersonalDataSource {

    /** An entry as it is handed out; by whom is not the person's to know. */
    record Held(String id, String action, String subjectId, Instant at, List<String> changed) {}

    private final JdbcClient jdbc;

    AuditPersonalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "auditEntries";
    }

    @Override
    public Set<String> tables() {
        return Set.of("audit_entry");
    }

    @Override
    public List<Held> export(Person person) {
        return jdbc.sql("""
                        select id, action, subject_id, at, changed from audit_entry
                        where workspace_id = :workspace and subject_id = any(:ids) order by id
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("ids", person.ids().toArray(String[]::new))
                .query((row, n) -> new Held(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant(),
                        List.of((String[]) row.getArray(5).getArray())))
                .list();
    }

    @Override
    public Map<String, Integer> erase(Person person) {
        return Map.of();
    }
}
