package dev.enlist.capacity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * Alert level of a pool, by its utilisation: reserved and committed units divided by the limit. Overage can raise it
 * above 1.
 */
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

    /** The utilisation from which the level applies. */
    public BigDecimal threshold() {
        return threshold;
    }

    /** Minimum time between two alerts of this level. */
    public Duration throttle() {
        return throttle;
    }

    /**
     * The highest level whose threshold is reached, compared without rounding. A pool with a limit of zero counts as
     * full.
     */
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
