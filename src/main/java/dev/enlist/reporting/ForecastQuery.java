package dev.enlist.reporting;

import dev.enlist.capacity.CapacityPool;
import dev.enlist.capacity.PoolOwner;
import dev.enlist.capacity.PoolStatistics;
import dev.enlist.capacity.PricingModel;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Forecasts when pools are full. The use of a week is the number of enrollments that began to hold units minus those that
 * ceased to, times the units of one enrollment, of a budget times the mean amount. The numbers are read from the sums of
 * status changes.
 */
@Service
public class ForecastQuery {

    private static final int WEEK = 7;
    private static final int WEEKS = 104;
    private static final int SHOWN_WEEKS = 52;
    private static final String BUNDLE = "bundle";

    private final PoolStatistics statistics;
    private final CapacityReports pools;
    private final ReportFilterResolver selections;
    private final JdbcClient jdbc;
    private final Clock clock;

    ForecastQuery(
            PoolStatistics statistics,
            CapacityReports pools,
            ReportFilterResolver selections,
            JdbcClient jdbc,
            Clock clock) {
        this.statistics = statistics;
        this.pools = pools;
        this.selections = selections;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Net enrollments that began to hold units of a pool: in each week, the latest last and ending yesterday; and today. */
    private static final class Use {

        private final double[] weeks = new double[WEEKS];
        private double today;

        /** Enrollments that hold units now, of those that began in these weeks. */
        double holders() {
            return Arrays.stream(weeks).sum() + today;
        }

        void add(int daysAgo, double net) {
            if (daysAgo == 0) {
                today += net;
            } else {
                weeks[WEEKS - 1 - (daysAgo - 1) / WEEK] += net;
            }
        }
    }

    /** @param query page by key; its {@code after} may be absent */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ForecastReport read(ReportFilter filter, ListQuery query) {
        Collection<String> instances = selections.instanceIds(filter).orElse(null);
        ZoneId zone = selections.zone(new ReportFilter(null, null, null, filter.period()));
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        ReportFreshness freshness = ReportFreshness.read(jdbc);
        List<PoolStatistics.Standing> found =
                statistics.after(instances, query.after() == null ? "" : query.after(), query.perPage());
        Map<String, String> names = pools.names(found);
        Map<String, Use> uses = uses(found, today);
        return new ForecastReport(
                freshness.asOf(),
                freshness.pending(),
                ForecastReport.METHOD,
                found.stream()
                        .map(standing -> forecast(
                                standing,
                                names,
                                uses.getOrDefault(standing.pool().id(), new Use()),
                                today))
                        .toList(),
                found.size() < query.perPage()
                        ? null
                        : found.get(found.size() - 1).pool().id());
    }

    /** All open pools, for the CSV table. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public ForecastReport everything(ReportFilter filter) {
        List<ForecastReport.Forecast> all = new ArrayList<>();
        ForecastReport page;
        String after = "";
        do {
            page = read(filter, new ListQuery(0, ListQuery.MAX_PER_PAGE, after, Sort.unsorted()));
            all.addAll(page.data());
            after = page.next();
        } while (after != null);
        return new ForecastReport(page.asOf(), page.pending(), page.method(), all, null);
    }

    /** One statement for all pools. */
    private Map<String, Use> uses(List<PoolStatistics.Standing> found, LocalDate today) {
        List<CapacityPool> counted = found.stream()
                .map(PoolStatistics.Standing::pool)
                .filter(ForecastQuery::isCounted)
                .toList();
        Map<String, Use> uses = new HashMap<>();
        if (counted.isEmpty()) {
            return uses;
        }
        jdbc.sql("""
                        select p.pool_id, s.starts, s.net
                        from unnest(:pools, :kinds, :owners, :dimensions, :values)
                            p (pool_id, kind, owner_id, dimension, value)
                        cross join lateral (
                            select p.owner_id as instance where p.kind = 'instance'
                            union
                            select c.program_instance_id from capacity_share c
                            where p.kind = 'campaign' and c.workspace_id = :workspace and c.campaign_id = p.owner_id) i
                        cross join lateral (
                            select a.starts, sum(a.amount * ((a.to_status in ('submitted', 'approved'))::int
                                - (a.from_status in ('submitted', 'approved'))::int)) as net
                            from report_flow a
                            where a.workspace_id = :workspace and a.span = 'day' and a.dimension = p.dimension
                              and a.value = p.value and a.program_instance_id = i.instance
                              and a.starts > :first and a.starts <= :today
                            group by a.starts) s
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("pools", counted.stream().map(CapacityPool::id).toArray(String[]::new))
                .param(
                        "kinds",
                        counted.stream().map(pool -> pool.owner().of().wire()).toArray(String[]::new))
                .param("owners", counted.stream().map(pool -> pool.owner().id()).toArray(String[]::new))
                .param(
                        "dimensions",
                        counted.stream().map(ForecastQuery::dimension).toArray(String[]::new))
                .param("values", counted.stream().map(ForecastQuery::value).toArray(String[]::new))
                .param("first", today.minusDays((long) WEEKS * WEEK + 1))
                .param("today", today)
                .query(row -> {
                    int ago = (int) (today.toEpochDay()
                            - row.getObject("starts", LocalDate.class).toEpochDay());
                    double net = row.getBigDecimal("net").doubleValue();
                    uses.computeIfAbsent(row.getString("pool_id"), id -> new Use())
                            .add(ago, net);
                });
        return uses;
    }

    private static ForecastReport.Forecast forecast(
            PoolStatistics.Standing standing, Map<String, String> names, Use use, LocalDate today) {
        CapacityPool pool = standing.pool();
        CapacityReport.Pool shown = CapacityReport.Pool.of(standing, names);
        if (!isCounted(pool)) {
            return new ForecastReport.Forecast(shown, "not-counted", null, null, null, null, null, null, List.of());
        }
        double units = unitsOfOne(pool, use);
        double[] weeks = observed(use.weeks, units);
        List<ForecastReport.Use> history = history(pool, weeks, use.today * units, today);
        if (!pool.fits()) {
            return new ForecastReport.Forecast(shown, "full", null, null, null, null, null, null, history);
        }
        CapacityForecast.Result result =
                CapacityForecast.of(weeks, pool.available().doubleValue());
        double[] recent =
                Arrays.copyOfRange(weeks, Math.max(0, weeks.length - CapacityForecast.RECENT_WEEKS), weeks.length);
        BigDecimal perWeek = weeks.length == 0
                ? null
                : BigDecimal.valueOf(Arrays.stream(recent).average().orElse(0)).setScale(2, RoundingMode.HALF_UP);
        CapacityForecast.Range range = result.range();
        if (range == null) {
            return new ForecastReport.Forecast(
                    shown, wire(result.refusal()), null, null, null, recent.length, perWeek, null, history);
        }
        return new ForecastReport.Forecast(
                shown,
                "forecast",
                day(today, range.earliest()),
                day(today, range.expected()),
                day(today, range.latest()),
                recent.length,
                perWeek,
                CapacityForecast.backTest(weeks)
                        .map(test -> new ForecastReport.BackTest(
                                test.forecasts(), test.within(), Rate.of(test.within(), test.forecasts())))
                        .orElse(null),
                history);
    }

    /** The units of one enrollment; of a budget the mean amount of those that hold of it. */
    private static double unitsOfOne(CapacityPool pool, Use use) {
        if (pool.terms().model() != PricingModel.BUDGET) {
            return pool.units().doubleValue();
        }
        double holders = use.holders();
        return holders <= 0 ? 0 : pool.used().doubleValue() / holders;
    }

    private static @Nullable LocalDate day(LocalDate today, double weeks) {
        return Double.isInfinite(weeks) ? null : today.plusDays((long) Math.ceil(weeks * WEEK));
    }

    /** The use since the first week with any, in units. */
    private static double[] observed(double[] weeks, double units) {
        int first = 0;
        while (first < weeks.length && weeks[first] == 0) {
            first++;
        }
        return Arrays.stream(weeks, first, weeks.length).map(net -> net * units).toArray();
    }

    private static List<ForecastReport.Use> history(CapacityPool pool, double[] weeks, double since, LocalDate today) {
        double used = pool.used().doubleValue() - since;
        List<ForecastReport.Use> history = new ArrayList<>();
        for (int week = weeks.length - 1; week >= Math.max(0, weeks.length - SHOWN_WEEKS); week--) {
            history.add(
                    0,
                    new ForecastReport.Use(
                            today.minusDays(1L + (long) WEEK * (weeks.length - 1 - week)),
                            CapacityPool.plain(BigDecimal.valueOf(Math.max(0, used)))));
            used -= weeks[week];
        }
        return history;
    }

    private static boolean isCounted(CapacityPool pool) {
        PoolOwner.Segment segment = pool.owner().segment();
        return !pool.terms().pricingModel().equals(BUNDLE)
                && (segment == null || segment.by() != PoolOwner.Segment.By.GROUP);
    }

    private static String dimension(CapacityPool pool) {
        PoolOwner.Segment segment = pool.owner().segment();
        return segment == null ? "" : segment.by().wire();
    }

    private static String value(CapacityPool pool) {
        PoolOwner.Segment segment = pool.owner().segment();
        return segment == null ? "" : segment.value();
    }

    private static String wire(CapacityForecast.@Nullable Refusal refusal) {
        return String.valueOf(refusal).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
