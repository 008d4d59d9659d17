package dev.enlist.reporting;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Gauges by program instance: {@code enlist.program.enrollments} by status, {@code enlist.program.waiting} and {@code
 * enlist.program.oldest} (seconds that the oldest one waits) by step. Only of the {@value #MOST_PROGRAMS} program instances of the
 * installation with the most undecided enrollments, so that the number of time series is bounded. {@link ProgramMetricsJob} stores
 * the figures; every 30 seconds a node reads these rows, one statement whatever the number of workspaces.
 */
@Component
class ProgramMetrics {

    private static final Logger log = LoggerFactory.getLogger(ProgramMetrics.class);

    static final int MOST_PROGRAMS = 100;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final MultiGauge enrollments;
    private final MultiGauge waiting;
    private final MultiGauge oldest;

    ProgramMetrics(JdbcClient jdbc, Clock clock, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.enrollments = MultiGauge.builder("enlist.program.enrollments")
                .description("Enrollments of a program instance by status")
                .register(registry);
        this.waiting = MultiGauge.builder("enlist.program.waiting")
                .description("Enrollments of a program instance that wait at a step")
                .register(registry);
        this.oldest = MultiGauge.builder("enlist.program.oldest")
                .description("Time that the oldest of them waits")
                .baseUnit("seconds")
                .register(registry);
    }

    private record Figure(
            boolean isStep,
            Tags tags,
            long amount,
            @Nullable Instant oldest) {}

    /** Runs without a workspace, where the rows of all are visible. */
    void refresh() {
        List<Figure> figures = jdbc.sql("""
                        select m.program_instance_id, m.workspace, m.program, f.figure, f.place, f.kind, f.amount, f.oldest
                        from (select * from program_metrics order by waiting desc, program_instance_id limit :programs) m
                        cross join lateral jsonb_to_recordset(m.figures)
                            f (figure text, place text, kind text, amount bigint, oldest timestamptz)
                        """)
                .param("programs", MOST_PROGRAMS)
                .query((row, n) -> figure(row))
                .list();
        enrollments.register(
                figures.stream()
                        .filter(figure -> !figure.isStep())
                        .map(figure -> MultiGauge.Row.of(figure.tags(), figure.amount()))
                        .toList(),
                true);
        List<Figure> steps = figures.stream().filter(Figure::isStep).toList();
        waiting.register(
                steps.stream()
                        .map(figure -> MultiGauge.Row.of(figure.tags(), figure.amount()))
                        .toList(),
                true);
        oldest.register(
                steps.stream()
                        .map(figure -> MultiGauge.Row.of(figure.tags(), () -> age(figure.oldest())))
                        .toList(),
                true);
    }

    private double age(@Nullable Instant since) {
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private static Figure figure(ResultSet row) throws SQLException {
        boolean isStep = row.getString("figure").equals("step");
        Tags program = Tags.of(
                "workspace", row.getString("workspace"),
                "program", row.getString("program"),
                "program_id", row.getString("program_instance_id"));
        Timestamp since = row.getTimestamp("oldest");
        return new Figure(
                isStep,
                isStep
                        ? program.and("step", row.getString("place"), "kind", row.getString("kind"))
                        : program.and("status", row.getString("place")),
                row.getLong("amount"),
                since == null ? null : since.toInstant());
    }

    @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT30S")
    void refreshRegularly() {
        try {
            refresh();
        } catch (DataAccessException e) {
            log.warn("The metrics of programs could not be read; the next round tries again: {}", e.toString());
        }
    }
}
