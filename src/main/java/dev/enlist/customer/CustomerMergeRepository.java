package dev.enlist.customer;

import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Remembers which customer a merged one has become. */
@Repository
class CustomerMergeRepository {

    /** A finished merge. */
    record Merge(String mergedId, String intoId, Instant at) {}

    private final JdbcClient jdbc;

    CustomerMergeRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks customers against every change and every new reference, in the order of their ids. */
    void lock(String one, String other) {
        jdbc.sql("select id from customer where workspace_id = ? and id = any (?) order by id for update")
                .params(WorkspaceScope.current().workspaceId(), new String[] {one, other})
                .query(String.class)
                .list();
    }

    /** Records a merge; what was merged into the merged customer before belongs to the other one now. */
    void insert(String mergedId, String intoId, Actor by, Instant at) {
        String workspace = WorkspaceScope.current().workspaceId();
        jdbc.sql("update customer_merge set into_id = ? where workspace_id = ? and into_id = ?")
                .params(intoId, workspace, mergedId)
                .update();
        jdbc.sql("""
                        insert into customer_merge (merged_id, workspace_id, into_id, by_type, by_id, by_name, merged_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(mergedId, workspace, intoId, by.type().wire(), by.id(), by.name(), Timestamp.from(at))
                .update();
    }

    /**
     * Keeps what people said about the merged customer: a pair that was dismissed for it is dismissed for the customer that it
     * becomes. Before the merged customer is deleted, and with the lock of merges.
     */
    void keepDismissals(String mergedId, String intoId) {
        String dismissals = """
                (select case when d.first_id = :merged then d.second_id else d.first_id end as other, d.*
                 from duplicate_pair d
                 where d.workspace_id = :workspace and d.dismissed_at is not null
                   and (d.first_id = :merged or d.second_id = :merged))
                """;
        jdbc.sql("update duplicate_pair k set dismissed_at = d.dismissed_at, dismissed_by_type = d.dismissed_by_type,"
                        + " dismissed_by_id = d.dismissed_by_id, dismissed_by_name = d.dismissed_by_name,"
                        + " version = k.version + 1 from " + dismissals + " d"
                        + " where k.workspace_id = :workspace and k.dismissed_at is null and d.other <> :into"
                        + " and (k.first_id, k.second_id) in ((d.other, :into), (:into, d.other))")
                .param("merged", mergedId)
                .param("into", intoId)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .update();
        jdbc.sql("update duplicate_pair k set first_id = least(d.other, :into), second_id = greatest(d.other, :into),"
                        + " version = k.version + 1 from " + dismissals + " d"
                        + " where k.workspace_id = :workspace and k.id = d.id and d.other <> :into and not exists (select 1 from duplicate_pair e"
                        + " where (e.first_id, e.second_id) in ((d.other, :into), (:into, d.other)))")
                .param("merged", mergedId)
                .param("into", intoId)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .update();
    }

    /** The customer that a merged one has become. */
    Optional<String> intoOf(String mergedId) {
        return jdbc.sql("select into_id from customer_merge where workspace_id = ? and merged_id = ?")
                .params(WorkspaceScope.current().workspaceId(), mergedId)
                .query(String.class)
                .optional();
    }

    /** The merges into these customers, and those of these merged customers. */
    List<Merge> of(Collection<String> customerIds) {
        String[] ids = customerIds.toArray(String[]::new);
        return jdbc.sql("""
                        select merged_id, into_id, merged_at from customer_merge
                        where workspace_id = ? and (into_id = any (?) or merged_id = any (?)) order by merged_id
                        """)
                .params(WorkspaceScope.current().workspaceId(), ids, ids)
                .query((row, n) -> new Merge(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
                .list();
    }
}
