package dev.enlist.capacity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** How full a pool is, by what is reserved and committed of its limit. Overage leads beyond 1. */
public enum AlertLevel {
    NONE("0", Duration.ZERO),
    INFO("0.80", Duration.ofHours(24)),
    WARNING("0.90", Duration.ofHours(12)),
    ERROR("1.00", Duration.ofHours(6)),
    CRITICAL("1.10", Duration.ofHours(1));

    private final BigDecimal threshold;
    private final Duration throttle;

    AlertLevel(String threshold, Duration throttle) {
        this.threshold = new BigDecimal(threshold);
        this.throttle = throttle;
    }

    /** The utilisation from which it holds. */
    public BigDecimal threshold() {
        return threshold;
    }

    /** Within this time it is told once at most. */
    public Duration throttle() {
        return throttle;
    }

    /** The highest whose threshold is reached; compared exactly. A pool without any units is full. */
    public static AlertLevel of(BigDecimal used, BigDecimal limit) {
        AlertLevel reached = NONE;
        for (AlertLevel level : values()) {
            if (used.compareTo(limit.multiply(level.threshold)) >= 0 && (limit.signum() > 0 || level != CRITICAL)) {
                reached = level;
            }
        }
        return reached;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
