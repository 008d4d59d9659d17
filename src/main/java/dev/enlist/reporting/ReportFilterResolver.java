package dev.enlist.reporting;

import dev.enlist.campaign.CampaignService;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramService;
import dev.enlist.shared.TimeZones;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.InstanceLimit;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Turns filters into SQL conditions. The instance, campaign and program that a filter names must exist; otherwise a
 * mistyped id would give an empty report.
 */
@Component
class ReportFilterResolver {

    private static final String AMONG =
            " and %s in (select i.id from program_instance i where i.workspace_id = :workspace and i.%s = :%s)";

    private final ProgramInstanceService instances;
    private final CampaignService campaigns;
    private final ProgramService programs;
    private final JdbcClient jdbc;
    private final AccessGate gate;
    private final TimeZones zones;

    ReportFilterResolver(
            ProgramInstanceService instances,
            CampaignService campaigns,
            ProgramService programs,
            JdbcClient jdbc,
            AccessGate gate,
            TimeZones zones) {
        this.gate = gate;
        this.zones = zones;
        this.instances = instances;
        this.campaigns = campaigns;
        this.programs = programs;
        this.jdbc = jdbc;
    }

    /** @throws NotFound where the workspace has no such instance, campaign or program */
    SqlCondition of(ReportFilter filter) {
        Map<String, Object> values = workspace();
        String period = filter.period().sql("a", days(filter), values);
        return new SqlCondition(
                "a.workspace_id = :workspace and " + period + instances("a.program_instance_id", filter, values),
                values);
    }

    /** As {@link #of}, on sums by day, never by month. */
    SqlCondition byDay(ReportFilter filter) {
        Map<String, Object> values = workspace();
        String period = filter.period().sqlByDay("a", days(filter), values);
        return new SqlCondition(
                "a.workspace_id = :workspace and " + period + instances("a.program_instance_id", filter, values),
                values);
    }

    /** The time zone whose days a report with this filter counts by. */
    ZoneId zone(ReportFilter filter) {
        return ownZone(filter).flatMap(TimeZones::named).orElseGet(zones::ofWorkspace);
    }

    private Period.Days days(ReportFilter filter) {
        return ownZone(filter).isPresent() ? Period.Days.OF_THE_INSTANCE : Period.Days.OF_THE_WORKSPACE;
    }

    private Optional<String> ownZone(ReportFilter filter) {
        return Optional.ofNullable(filter.programInstanceId())
                .map(id -> instances.instance(id).details().timeZone());
    }

    /** The condition that {@code column} is an instance that the filter selects; begins with "and", or is empty. */
    SqlCondition instances(String column, ReportFilter filter) {
        Map<String, Object> values = workspace();
        String sql = instances(column, filter, values);
        return new SqlCondition(sql, values);
    }

    /** The instances that the filter selects; empty where it selects all. */
    Optional<List<String>> instanceIds(ReportFilter filter) {
        Map<String, Object> values = workspace();
        String conditions = instances("p.id", filter, values);
        return conditions.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        jdbc.sql("select p.id from program_instance p where p.workspace_id = :workspace" + conditions)
                                .params(values)
                                .query(String.class)
                                .list());
    }

    private String instances(String column, ReportFilter filter, Map<String, Object> values) {
        String sql = "";
        if (filter.programInstanceId() != null) {
            gate.limit().require(filter.programInstanceId());
            values.put(
                    "instance", instances.instance(filter.programInstanceId()).getId());
            sql += " and " + column + " = :instance";
        }
        if (filter.campaignId() != null) {
            values.put("campaign", campaigns.campaign(filter.campaignId()).getId());
            sql += AMONG.formatted(column, "campaign_id", "campaign");
        }
        if (filter.programSlug() != null) {
            values.put("program", programs.bySlug(filter.programSlug()).getId());
            sql += AMONG.formatted(column, "program_id", "program");
        }
        InstanceLimit limit = gate.limit();
        if (limit.isLimited()) {
            // not "limit": queries with pages have a parameter of that name
            values.put("limitedTo", limit.programInstanceIds().toArray(String[]::new));
            sql += " and " + column + " = any(:limitedTo)";
        }
        return sql;
    }

    private static Map<String, Object> workspace() {
        return new HashMap<>(Map.of("workspace", WorkspaceScope.current().workspaceId()));
    }
}
