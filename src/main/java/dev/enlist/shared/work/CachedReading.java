package dev.enlist.shared.work;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * A value that several gauges show and that one query reads: it is read again when it is older than the given age, so
 * that the number of gauges and of scrapes does not multiply the queries. A failed read is thrown and nothing is kept.
 *
 * @param <T> immutable
 */
public final class CachedReading<T> {

    private record Reading<T>(T value, Instant at) {}

    private final Supplier<T> source;
    private final Duration age;
    private final InstantSource clock;

    @org.jspecify.annotations.Nullable
    private Reading<T> last;

    public CachedReading(Supplier<T> source, Duration age, InstantSource clock) {
        this.source = source;
        this.age = age;
        this.clock = clock;
    }

    public synchronized T get() {
        Reading<T> known = last;
        if (known == null || known.at().plus(age).isBefore(clock.instant())) {
            known = new Reading<>(source.get(), clock.instant());
            last = known;
        }
        return known.value();
    }
}
