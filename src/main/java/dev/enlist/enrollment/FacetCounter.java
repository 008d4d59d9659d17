package dev.enlist.enrollment;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts the enrollments of an instance by state, tag and manufacturer, also by a state with a manufacturer and of some
 * statuses only, exactly. Reads the sums
 * and the changes that {@link EnrollmentCounter} has not added to them yet, never the enrollments.
 */
@Component
class FacetCounter {

    private final JdbcClient jdbc;

    FacetCounter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param statuses to count; empty for all */
    long count(String programInstanceId, EnrollmentFilter.Facet facet, Collection<EnrollmentStatus> statuses) {
        return count(List.of(programInstanceId), facet, statuses);
    }

    /**
     * @param programInstanceIds empty for all of the workspace
     * @param statuses           to count; empty for all
     */
    long count(
            Collection<String> programInstanceIds,
            EnrollmentFilter.Facet facet,
            Collection<EnrollmentStatus> statuses) {
        return jdbc.sql("""
                        select coalesce(sum(amount), 0) from (
                            select amount from enrollment_facet_tally
                            where workspace_id = :workspace and (:all or program_instance_id = any(:instances))
                              and kind = :kind and value = :value and (:every or status = any(:statuses))
                            union all
                            select (facets -> :kind ->> :value)::bigint from enrollment_tally
                            where workspace_id = :workspace and (:all or program_instance_id = any(:instances))
                              and facets is not null and (:every or status = any(:statuses))) counted
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("all", programInstanceIds.isEmpty())
                .param("instances", programInstanceIds.toArray(String[]::new))
                .param("kind", facet.kind())
                .param("value", facet.value())
                .param("every", statuses.isEmpty())
                .param("statuses", statuses.stream().map(EnrollmentStatus::wire).toArray(String[]::new))
                .query(Long.class)
                .single();
    }
}
