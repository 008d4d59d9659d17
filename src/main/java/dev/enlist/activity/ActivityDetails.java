package dev.enlist.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What callers state about an activity.
 *
 * @param unit         of delivered quantities; null where none are recorded
 */
public record ActivityDetails(
        ActivityKind kind,
        String title,
        @Nullable String description,
        @Nullable String location,
        @Nullable String unit,
        Instant startsAt,
        Instant endsAt,
        ActivityAudience audience) {}
