package dev.enlist.jobs;

import dev.enlist.shared.work.CachedReading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gauges of the background jobs, for each kind: {@code enlist.jobs.due} (executions that are due), {@code enlist.jobs.lag}
 * (seconds since the earliest of them was due) and {@code enlist.jobs.failing} (executions whose last attempt failed).
 * They describe the whole installation, so each node shows the same numbers: take the maximum over the nodes.
 */
@Component
class JobMetrics implements MeterBinder {

    private static final Duration AGE = Duration.ofSeconds(10);

    private static final State NONE = new State("", 0, 0, 0);

    private record State(String kind, long due, double lagSeconds, long failing) {}

    private final List<WorkspaceJob> jobs;
    private final CachedReading<Map<String, State>> states;

    JobMetrics(List<WorkspaceJob> jobs, JdbcClient jdbc, Clock clock) {
        this.jobs = jobs;
        this.states = new CachedReading<>(() -> read(jdbc, clock), AGE, clock);
    }

    private static Map<String, State> read(JdbcClient jdbc, Clock clock) {
        return jdbc
                .sql("""
                        select task_name, count(*) filter (where not picked and execution_time <= :now) as due,
                               coalesce(extract(epoch from :now::timestamptz
                                 - min(execution_time) filter (where not picked and execution_time <= :now)), 0) as lag,
                               count(*) filter (where consecutive_failures > 0) as failing
                        from scheduled_tasks group by task_name
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, n) -> new State(row.getString(1), row.getLong(2), row.getDouble(3), row.getLong(4)))
                .list()
                .stream()
                .collect(Collectors.toMap(State::kind, state -> state));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (WorkspaceJob job : jobs) {
            gauge(registry, job, "enlist.jobs.due", null, "Executions that are due", State::due);
            gauge(registry, job, "enlist.jobs.lag", "seconds", "Time since the earliest was due", State::lagSeconds);
            gauge(registry, job, "enlist.jobs.failing", null, "Executions whose last attempt failed", State::failing);
        }
    }

    private void gauge(
            MeterRegistry registry,
            WorkspaceJob job,
            String name,
            @org.jspecify.annotations.Nullable String unit,
            String description,
            ToDoubleFunction<State> value) {
        Gauge.builder(name, () -> value.applyAsDouble(states.get().getOrDefault(job.kind(), NONE)))
                .description(description)
                .baseUnit(unit)
                .tag("job", job.kind())
                .register(registry);
    }
}
