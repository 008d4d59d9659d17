package dev.enlist.capacity;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads the state of all pools and the length of their waitlists, in one statement for any number of pools. */
@Service
public class PoolStatistics {

    /** Upper bound of the count for each waitlist; counting 100,000 entries costs as much as reading them. */
    public static final int COUNTED = 10_000;

    private final JdbcClient jdbc;
    private final PoolRepository rows;

    PoolStatistics(JdbcClient jdbc, PoolRepository rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /**
     * A pool and the length of its waitlist.
     *
     * @param waiting {@link #COUNTED} at most
     * @param exact   whether the count is exact; false if the bound was reached
     */
    public record Standing(CapacityPool pool, int waiting, boolean exact) {}

    /**
     * A page of the open pools, in the order of their ids.
     *
     * @param programInstanceIds only pools that these instances draw from: their own and their campaigns'; null for all
     * @param after              id of the last pool of the page before; empty for the first page
     */
    @Transactional(readOnly = true)
    public List<Standing> after(@Nullable Collection<String> programInstanceIds, String after, int most) {
        return jdbc.sql("""
                        select p.*, w.waiting
                        from capacity_pool p
                        cross join lateral (
                            select count(*) as waiting
                            from (select 1 from waitlist_place x
                                  where x.workspace_id = p.workspace_id and x.pool_id = p.id limit :counted) l) w
                        where p.workspace_id = :workspace and p.closed_at is null and p.id > :after
                          and (:all or p.owner_kind = 'instance' and p.owner_id = any(:instances)
                               or p.owner_kind = 'campaign' and p.owner_id in (
                                   select s.campaign_id from capacity_share s
                                   where s.workspace_id = :workspace and s.program_instance_id = any(:instances)))
                        order by p.id limit :most
                        """)
                .param("counted", COUNTED + 1)
                .param("workspace", PoolRepository.workspaceId())
                .param("after", after)
                .param("all", programInstanceIds == null)
                .param(
                        "instances",
                        programInstanceIds == null ? new String[0] : programInstanceIds.toArray(String[]::new))
                .param("most", most)
                .query((row, n) -> {
                    int waiting = row.getInt("waiting");
                    return new Standing(rows.read(row), Math.min(waiting, COUNTED), waiting <= COUNTED);
                })
                .list();
    }
}
