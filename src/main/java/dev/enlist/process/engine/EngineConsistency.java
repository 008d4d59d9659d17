package dev.enlist.process.engine;

import dev.enlist.capacity.CapacityConsistencyQuery;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares the enrollments of a workspace with their processes, histories, events and units of capacity in the
 * database: {@code GET /actuator/consistency}.
 */
@Component
@Endpoint(id = "consistency")
class EngineConsistency {

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    EngineConsistency(JdbcTemplate template) {
        this.template = template;
        this.jdbc = JdbcClient.create(template);
    }

    /** Each check is the number of inconsistencies; all zero means consistent. */
    record Report(boolean consistent, long enrollments, Map<String, Long> byStatus, Map<String, Long> checks) {}

    @ReadOperation
    Report consistency() {
        Map<String, Long> byStatus = new LinkedHashMap<>();
        jdbc.sql(
                        "select status, count(*) from enrollment where workspace_id = :workspace group by status order by status")
                .param("workspace", workspaceId())
                .query((row, n) -> byStatus.put(row.getString(1), row.getLong(2)))
                .list();
        Map<String, Long> checks = new LinkedHashMap<>(EnrollmentConsistencyQuery.of(template, workspaceId()));
        checks.putAll(CapacityConsistencyQuery.of(template, workspaceId()));
        long enrollments = byStatus.values().stream().mapToLong(Long::longValue).sum();
        boolean consistent = checks.values().stream().allMatch(disagreeing -> disagreeing == 0);
        return new Report(consistent, enrollments, byStatus, checks);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
