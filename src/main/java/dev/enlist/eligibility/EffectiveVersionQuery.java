package dev.enlist.eligibility;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the published version for each enrollment that is created: two queries, each for one value of one row. Uses
 * SQL, because Hibernate builds the tenant-filtered query anew each time, which took 7 % of a create. Sees flushed
 * changes.
 */
@Component
class EffectiveVersionQuery {

    private final JdbcClient jdbc;

    EffectiveVersionQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The number of the newest version of a rule set; empty where the rule set does not exist or has no version. */
    Optional<Integer> latest(String slug) {
        return jdbc.sql("""
                        select max(v.number) from rule_set r join rule_set_version v on v.rule_set_id = r.id
                        where r.workspace_id = ? and r.slug = ?
                        """)
                .params(WorkspaceScope.current().workspaceId(), slug)
                .query((row, n) -> Optional.ofNullable(row.getObject(1, Integer.class)))
                .single();
    }

    /** Reads the id without the table, which is long and never changes under an id. */
    Optional<String> idOf(String slug, int number) {
        return jdbc.sql("""
                        select v.id from rule_set r join rule_set_version v on v.rule_set_id = r.id
                        where r.workspace_id = ? and r.slug = ? and v.number = ?
                        """)
                .params(WorkspaceScope.current().workspaceId(), slug, number)
                .query(String.class)
                .optional();
    }
}
