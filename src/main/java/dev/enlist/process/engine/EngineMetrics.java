package dev.enlist.process.engine;

import dev.enlist.shared.work.CachedReading;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gauges of the process engine, whose own metrics are not in Micrometer: {@code enlist.engine.incidents} (open incidents),
 * {@code enlist.engine.timers.due} (due timers that no node has taken, counted up to 10,000) and {@code
 * enlist.engine.timers.lag} (seconds since the earliest of them was due). The numbers are of the whole installation.
 */
@Component
class EngineMetrics implements MeterBinder {

    private static final Duration AGE = Duration.ofSeconds(15);

    private record State(long incidents, long due, double lagSeconds) {}

    private final CachedReading<State> state;

    EngineMetrics(JdbcClient jdbc, Clock clock) {
        this.state = new CachedReading<>(() -> read(jdbc, clock), AGE, clock);
    }

    private static State read(JdbcClient jdbc, Clock clock) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.sql("""
                        select (select count(*) from act_ru_incident), count(*),
                               coalesce(extract(epoch from :now::timestamp - min(duedate_)), 0)
                        from (select duedate_ from act_ru_job
                              where duedate_ <= :now and retries_ > 0 and lock_owner_ is null
                              order by duedate_ limit 10000) due
                        """)
                .param("now", now)
                .query((row, n) -> new State(row.getLong(1), row.getLong(2), row.getDouble(3)))
                .single();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("enlist.engine.incidents", () -> state.get().incidents())
                .description("Open incidents of processes")
                .register(registry);
        Gauge.builder("enlist.engine.timers.due", () -> state.get().due())
                .description("Due timers that no node has taken, up to 10,000")
                .register(registry);
        Gauge.builder("enlist.engine.timers.lag", () -> state.get().lagSeconds())
                .description("Time since the earliest of them was due")
                .baseUnit("seconds")
                .register(registry);
    }
}
