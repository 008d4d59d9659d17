package dev.enlist.enrollment;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Numbers of enrollments by status. Reads the sums of {@link EnrollmentCounter}, not the enrollments. */
@Service
public class EnrollmentCounts {

    private final JdbcTemplate jdbc;

    EnrollmentCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The sum over all cohorts of a campaign, without statuses that no enrollment has. */
    @Transactional(readOnly = true)
    public Map<EnrollmentStatus, Long> ofCampaign(String campaignId) {
        Map<EnrollmentStatus, Long> counts = new EnumMap<>(EnrollmentStatus.class);
        String workspaceId = WorkspaceScope.current().workspaceId();
        jdbc.query(
                """
                select t.status, sum(t.amount) from enrollment_tally t
                join program_instance i on i.id = t.program_instance_id and i.workspace_id = t.workspace_id
                where t.workspace_id = ? and i.campaign_id = ? group by t.status having sum(t.amount) <> 0
                """,
                row -> {
                    counts.put(EnrollmentStatus.ofWire(row.getString(1)).orElseThrow(), row.getLong(2));
                },
                workspaceId,
                campaignId);
        return counts;
    }
}
