package dev.enlist.graphql;

import dev.enlist.outcome.EnrollmentOutcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** An outcome of an enrollment in the graph. */
public record OutcomeNode(
        String id,
        String metric,
        BigDecimal value,
        String unit,
        String method,
        String from,
        String to,
        String source,
        Instant createdAt) {

    static OutcomeNode of(EnrollmentOutcome outcome) {
        LocalDate from = outcome.period().from();
        LocalDate to = outcome.period().to();
        return new OutcomeNode(
                outcome.getId(),
                outcome.metric(),
                outcome.value().stripTrailingZeros(),
                outcome.unit(),
                outcome.method().wire(),
                from.toString(),
                to.toString(),
                outcome.source(),
                outcome.createdAt());
    }
}
