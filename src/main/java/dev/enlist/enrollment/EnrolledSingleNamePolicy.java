package dev.enlist.enrollment;

import dev.enlist.customer.SingleNamePolicy;
import dev.enlist.tenancy.WorkspaceScope;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Accepts a single name for a person with an enrollment in an instance that accepts single names. */
@Component
class EnrolledSingleNamePolicy implements SingleNamePolicy {

    private static final String ACCEPTED = """
            select exists (
              select 1 from enrollment e
              join program_instance i on i.id = e.program_instance_id
              where e.workspace_id = ? and (e.customer_id = ? or e.lead_id = ?)
                and i.config #> '{applicants,lastNameOptional}' = 'true'::jsonb)
            """;

    private final JdbcTemplate jdbc;

    EnrolledSingleNamePolicy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean acceptsSingleName(String personId) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                ACCEPTED, Boolean.class, WorkspaceScope.current().workspaceId(), personId, personId));
    }
}
