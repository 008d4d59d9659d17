package dev.enlist.capacity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The consumer of units: an enrollment in an instance, with the properties that decide its segments.
 *
 * @param state code of the state, where it is known
 */
public record Participant(
        String enrollmentId,
        String programInstanceId,
        @Nullable String state,
        List<String> tags) {}
