package dev.enlist.application;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An application that a person has begun.
 *
 * @param formVersion  the version of the form that the person began with
 * @param language     BCP 47 tag
 * @param verified     whether it was opened by the link that was mailed, so that the person reads that e-mail
 * @param inputs       what was typed, by name of the control in the page
 * @param completed    pages that were answered without a fault, from 1
 * @param enrollmentId of the enrollment that it became; null before the submission
 * @param outcome      what the result page says; null before the submission
 * @param version      grows with each change
 */
public record Draft(
        String id,
        String programInstanceId,
        int formVersion,
        String language,
        boolean verified,
        Map<String, List<String>> inputs,
        Set<Integer> completed,
        @Nullable String enrollmentId,
        @Nullable Outcome outcome,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    /** Whether the application was sent and is not open for a correction. */
    public boolean isSent() {
        return outcome != null && !outcome.isCorrectable();
    }

    /** What was typed into a control; empty where nothing was. */
    public String input(String control) {
        List<String> typed = inputs.getOrDefault(control, List.of());
        return typed.isEmpty() ? "" : typed.get(0);
    }
}
