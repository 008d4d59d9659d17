package dev.enlist.access;

import dev.enlist.access.ConcurrencyLimiter.Refusal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.springframework.stereotype.Component;

/**
 * Requests of this node: {@code enlist.requests.running} and {@code enlist.requests.waiting} now, and {@code
 * enlist.requests.refused} since the start, with the tag {@code reason}: {@code queue-full} or {@code waited-too-long}.
 */
@Component
class ConcurrencyMetrics implements MeterBinder {

    private final ConcurrencyLimiter limiter;

    ConcurrencyMetrics(ConcurrencyLimiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("enlist.requests.running", limiter, ConcurrencyLimiter::running)
                .description("Requests that are worked on")
                .register(registry);
        Gauge.builder("enlist.requests.waiting", limiter, ConcurrencyLimiter::waiting)
                .description("Requests that wait for others to end")
                .register(registry);
        for (Refusal reason : Refusal.values()) {
            FunctionCounter.builder("enlist.requests.refused", limiter, counted -> counted.refused(reason))
                    .description("Requests refused with 503 overloaded")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .register(registry);
        }
    }
}
