package dev.enlist.applicant;

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

/** Exports when a person was invited to renew. The invitations are deleted with the enrollments. */
@Component
@Order(95)
class RenewalPersonalData implements PersonalDataSource {

    /** An invitation as exported. */
    record Invited(String enrollmentId, String programInstanceId, Instant invitedAt) {}

    private final JdbcClient jdbc;

    RenewalPersonalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "renewalInvitations";
    }

    @Override
    public Set<String> tables() {
        return Set.of("renewal_invitation");
    }

    @Override
    public List<Invited> export(PersonIdentifiers person) {
        return jdbc.sql("""
                        select enrollment_id, program_instance_id, invited_at from renewal_invitation
                        where workspace_id = ? and enrollment_id = any(?) order by invited_at, program_instance_id
                        """)
                .params(
                        WorkspaceScope.current().workspaceId(),
                        person.enrollmentIds().toArray(String[]::new))
                .query((row, n) -> new Invited(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()))
                .list();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
