package dev.enlist.rollover;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds the enrollments to renew and the existing renewals, with one statement each. */
@Component
class RenewalQuery {

    /** Approved without a requested exit, or unenrolled by the end of the program. */
    private static final String APPROVED = """
            from enrollment
            where workspace_id = ? and program_instance_id = ? and id > ?
              and (status = 'approved' and (exit_kind is null or exit_kind = 'program-ended')
                   or status = 'unenrolled' and exit_kind = 'program-ended')
            """;

    private final JdbcTemplate jdbc;

    RenewalQuery(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    int count(String instanceId) {
        Integer found =
                jdbc.queryForObject("select count(*) " + APPROVED, Integer.class, workspaceId(), instanceId, "");
        return Objects.requireNonNull(found);
    }

    List<String> next(String instanceId, String after, int limit) {
        return jdbc.queryForList(
                "select id " + APPROVED + " order by id limit ?",
                String.class,
                workspaceId(),
                instanceId,
                after,
                limit);
    }

    /** Ids of the existing renewals, by the id of the renewed enrollment. */
    Map<String, String> renewed(String targetInstanceId, Collection<String> ids) {
        Map<String, String> found = new HashMap<>();
        jdbc.query(
                "select previous_enrollment_id, id from enrollment where workspace_id = ? and program_instance_id = ?"
                        + " and previous_enrollment_id = any(?) order by id",
                row -> {
                    found.put(row.getString(1), row.getString(2));
                },
                workspaceId(),
                targetInstanceId,
                ids.toArray(String[]::new));
        return found;
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
