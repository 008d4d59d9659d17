package dev.enlist.outcome;

import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An outcome was recorded, or corrected by a new entry. Contains no value: quantities of one person are read by clients
 * that may read them.
 */
public record OutcomeEvent(
        String type, String subject, String programInstanceId, String workspaceId, Instant at, Map<String, Object> data)
        implements DomainEvent.Published {

    static OutcomeEvent recorded(EnrollmentOutcome outcome, String workspaceId, Instant at) {
        return new OutcomeEvent(
                "outcome.recorded", outcome.getId(), outcome.programInstanceId(), workspaceId, at, data(outcome));
    }

    static OutcomeEvent corrected(EnrollmentOutcome correction, String workspaceId, Instant at) {
        Map<String, Object> data = data(correction);
        data.put("supersedesId", correction.supersedesId().orElseThrow());
        return new OutcomeEvent(
                "outcome.corrected", correction.getId(), correction.programInstanceId(), workspaceId, at, data);
    }

    private static Map<String, Object> data(EnrollmentOutcome outcome) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", outcome.getId());
        data.put("enrollmentId", outcome.enrollmentId().orElseThrow());
        data.put("programInstanceId", outcome.programInstanceId());
        data.put("metric", outcome.metric());
        data.put("method", outcome.method().wire());
        return data;
    }
}
