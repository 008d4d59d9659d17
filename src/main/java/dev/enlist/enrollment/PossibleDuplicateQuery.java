package dev.enlist.enrollment;

import dev.enlist.customer.DuplicateService;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Flags the enrollments of a page whose customer may be recorded twice. */
@Component
public class PossibleDuplicateQuery {

    private static final String FLAGGED = """
            select e.id from enrollment e
            where e.workspace_id = ? and e.id = any (?) and (
                exists (select 1 from duplicate_pair p
                        where p.first_id = e.customer_id and p.dismissed_at is null and p.score >= ?)
                or exists (select 1 from duplicate_pair p
                        where p.second_id = e.customer_id and p.dismissed_at is null and p.score >= ?))
            """;

    private final JdbcTemplate jdbc;

    PossibleDuplicateQuery(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Those of these enrollments whose customer is in a pair of at least {@link DuplicateService#FLAGGED_FROM} points that was not
     * dismissed. One statement, which reads a few index entries for each enrollment.
     */
    @Transactional(readOnly = true)
    public Set<String> among(Collection<String> enrollmentIds) {
        return enrollmentIds.isEmpty()
                ? Set.of()
                : new HashSet<>(jdbc.queryForList(
                        FLAGGED,
                        String.class,
                        WorkspaceScope.current().workspaceId(),
                        enrollmentIds.toArray(String[]::new),
                        DuplicateService.FLAGGED_FROM,
                        DuplicateService.FLAGGED_FROM));
    }
}
