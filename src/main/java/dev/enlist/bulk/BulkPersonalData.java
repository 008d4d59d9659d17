package dev.enlist.bulk;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The items of bulk decisions about a person's enrollments. They are erased together with the enrollment. The reason of a
 * bulk decision is about all its enrollments and stays.
 */
@Component
@Order(60)
class BulkPersonalData implements PersonalDataSource {

    /** An item as exported. */
    record Held(
            String bulkDecisionId,
            String enrollmentId,
            String action,
            @Nullable String reason,
            @Nullable String outcome) {}

    private final JdbcClient jdbc;

    BulkPersonalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "bulkDecisions";
    }

    @Override
    public Set<String> tables() {
        return Set.of("bulk_decision", "bulk_item");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return jdbc.sql("""
                        select b.id, i.enrollment_id, b.action, b.reason, i.outcome
                        from bulk_item i join bulk_decision b on b.id = i.bulk_id
                        where i.workspace_id = :workspace and i.enrollment_id = any(:ids) order by b.id
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("ids", person.enrollmentIds().toArray(String[]::new))
                .query((row, n) -> new Held(
                        row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)))
                .list();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
