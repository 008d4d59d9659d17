package dev.enlist.capacity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who consumes: an enrollment in an instance, and what decides in which segments it is.
 *
 * @param state code of the state, where it is known
 */
public record Participant(
        String enrollmentId,
        String programInstanceId,
        @Nullable String state,
        List<String> tags) {}
