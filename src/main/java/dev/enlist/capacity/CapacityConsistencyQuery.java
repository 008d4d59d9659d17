package dev.enlist.capacity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Compares the pools of a workspace with their ledger and with the units that enrollments hold, these units with
 * the statuses of the enrollments, and the payouts with what was spent and with the incentives. Reads the tables directly, and needs no other part of the application.
 */
public final class CapacityConsistencyQuery {

    private static final Map<String, String> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("capacityLedgerDisagrees", """
                select count(*) from capacity_pool p
                left join (select pool_id, sum(reserved) as reserved, sum(committed) as committed,
                                  sum(capacity_limit) as capacity_limit
                           from capacity_movement where workspace_id = ? group by pool_id) m on m.pool_id = p.id
                where p.workspace_id = ?
                  and (m.pool_id is null or m.reserved <> p.reserved or m.committed <> p.committed
                       or m.capacity_limit <> p.capacity_limit)
                """);
        CHECKS.put("capacityHoldsDisagree", """
                select count(*) from capacity_pool p
                left join (select pool_id, coalesce(sum(units) filter (where not committed), 0) as reserved,
                                  coalesce(sum(units) filter (where committed), 0) as committed
                           from capacity_hold where workspace_id = ? group by pool_id) h on h.pool_id = p.id
                where p.workspace_id = ?
                  and (coalesce(h.reserved, 0) <> p.reserved or coalesce(h.committed, 0) <> p.committed)
                """);
        CHECKS.put("capacityOversold", """
                select count(*) from capacity_pool p
                where ? = p.workspace_id and p.workspace_id = ?
                  and (p.reserved + p.committed) * 100 > p.capacity_limit * (100 + p.overage_percent)
                """);
        CHECKS.put("capacityHeldWrongly", """
                select count(*) from capacity_hold h
                left join enrollment e on e.id = h.enrollment_id and e.workspace_id = ?
                where h.workspace_id = ? and not h.ended
                  and (e.id is null or e.status <> case when h.committed then 'approved' else 'submitted' end)
                """);
        CHECKS.put("capacitySpentWrongly", """
                select count(*) from capacity_hold h
                join capacity_pool p on p.id = h.pool_id and p.pricing_model = 'budget'
                where h.workspace_id = ?
                  and h.spent <> (select coalesce(sum(y.amount), 0) from payout y
                                  where y.workspace_id = ? and y.enrollment_id = h.enrollment_id
                                    and y.status in ('sent', 'paid'))
                """);
        CHECKS.put("payoutsExceedIncentive", """
                select count(*) from (
                    select p.enrollment_id
                    from payout p join enrollment e on e.id = p.enrollment_id and e.workspace_id = ?
                    where p.workspace_id = ? and p.status in ('due', 'scheduled', 'sent', 'paid')
                    group by p.enrollment_id, e.incentive_amount
                    having sum(p.amount) > coalesce(e.incentive_amount, 0)) exceeding
                """);
        CHECKS.put("waitlistDisagrees", """
                select count(*)
                from (select id from enrollment where workspace_id = ? and waiting_since is not null) e
                full join (select enrollment_id from waitlist_place where workspace_id = ?) w on w.enrollment_id = e.id
                where e.id is null or w.enrollment_id is null
                """);
    }

    private CapacityConsistencyQuery() {}

    /** The number of differences by check; all zero if no unit was lost or oversold. */
    public static Map<String, Long> of(JdbcTemplate jdbc, String workspaceId) {
        Map<String, Long> found = new LinkedHashMap<>();
        CHECKS.forEach((check, sql) -> {
            Long disagreeing = jdbc.queryForObject(sql, Long.class, workspaceId, workspaceId);
            found.put(check, disagreeing == null ? 0 : disagreeing);
        });
        return found;
    }
}
