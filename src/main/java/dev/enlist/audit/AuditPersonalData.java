package dev.enlist.audit;

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
 * Exports the audit entries about a person: the time, the action and the names of the changed fields. Entries hold no
 * personal values, so an erasure keeps them; removing an entry would break the chain.
 */
@Component
@Order(310)
class AuditPersonalData implements PersonalDataSource {

    /** An exported entry. It omits the actor, who is not the person's data. */
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
    public List<Held> export(PersonIdentifiers person) {
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
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
