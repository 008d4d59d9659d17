package dev.enlist.capacity;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Exports the ledger entries of a person's enrollments. The ledger holds only ids and numbers. It is kept when a person
 * is erased, because its sums would be wrong otherwise. Held units and the waitlist position are deleted with the
 * enrollment.
 */
@Component
@Order(310)
class CapacityPersonalData implements PersonalDataSource {

    /** A ledger entry in the export. */
    record Movement(
            String enrollmentId, String poolId, String kind, BigDecimal reserved, BigDecimal committed, Instant at) {}

    private final JdbcClient jdbc;

    CapacityPersonalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "capacity";
    }

    @Override
    public Set<String> tables() {
        return Set.of("capacity_hold", "capacity_movement", "waitlist_place");
    }

    @Override
    public List<Movement> export(PersonIdentifiers person) {
        return jdbc.sql("""
                        select enrollment_id, pool_id, kind, reserved, committed, at from capacity_movement
                        where workspace_id = ? and enrollment_id = any(?) order by at, position
                        """)
                .params(
                        WorkspaceScope.current().workspaceId(),
                        person.enrollmentIds().toArray(String[]::new))
                .query((row, n) -> new Movement(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBigDecimal(4),
                        row.getBigDecimal(5),
                        row.getTimestamp(6).toInstant()))
                .list();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
