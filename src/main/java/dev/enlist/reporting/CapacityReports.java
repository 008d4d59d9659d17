package dev.enlist.reporting;

import dev.enlist.capacity.PoolStatistics;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Reads the pools page by page. The number of pools grows with instances and campaigns, not with enrollments. */
@Service
public class CapacityReports {

    private final PoolStatistics census;
    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;
    private final Clock clock;

    CapacityReports(PoolStatistics census, ReportFilterResolver selections, JdbcClient jdbc, Clock clock) {
        this.census = census;
        this.selections = selections;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param query page by key; its {@code after} may be absent */
    @Transactional(readOnly = true)
    public CapacityReport capacity(ReportFilter filter, ListQuery query) {
        List<PoolStatistics.Standing> found = census.after(
                selections.instanceIds(filter).orElse(null),
                query.after() == null ? "" : query.after(),
                query.perPage());
        Map<String, String> names = names(found);
        return new CapacityReport(
                clock.instant(),
                found.stream()
                        .map(standing -> CapacityReport.Pool.of(standing, names))
                        .toList(),
                found.size() < query.perPage()
                        ? null
                        : found.get(found.size() - 1).pool().id());
    }

    /** All open pools, for the CSV table. */
    @Transactional(readOnly = true)
    public CapacityReport everything(ReportFilter filter) {
        List<CapacityReport.Pool> pools = new ArrayList<>();
        String after = "";
        while (after != null) {
            CapacityReport page = capacity(filter, new ListQuery(0, ListQuery.MAX_PER_PAGE, after, Sort.unsorted()));
            pools.addAll(page.data());
            after = page.next();
        }
        return new CapacityReport(clock.instant(), pools, null);
    }

    /** The names of the instances and campaigns that own these pools, by id. */
    Map<String, String> names(List<PoolStatistics.Standing> found) {
        Map<String, String> names = new HashMap<>();
        String[] ownerIds = found.stream()
                .map(standing -> standing.pool().owner().id())
                .distinct()
                .toArray(String[]::new);
        jdbc.sql("""
                        select i.id, i.title as name from program_instance i
                        where i.workspace_id = :workspace and i.id = any(:ids)
                        union all
                        select c.id, c.name from campaign c where c.workspace_id = :workspace and c.id = any(:ids)
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("ids", ownerIds)
                .query(row -> {
                    names.put(row.getString("id"), row.getString("name"));
                });
        return names;
    }
}
