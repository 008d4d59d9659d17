package dev.enlist.outcome;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Exports the outcomes of a person. The database removes the identity when the enrollment is erased: the current
 * quantities stay for the reports, without enrollment, source and reason.
 */
@Component
@Order(80)
class OutcomePersonalData implements PersonalDataSource {

    /** An outcome as exported, without the name of the actor. */
    record Held(
            String id,
            @Nullable String enrollmentId,
            String metric,
            String unit,
            OutcomeMethod method,
            BigDecimal value,
            LocalDate from,
            LocalDate to,
            String source,
            @Nullable String reason,
            @Nullable Instant supersededAt,
            Instant createdAt) {}

    private final OutcomeRepository outcomes;

    OutcomePersonalData(OutcomeRepository outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    public String section() {
        return "outcomes";
    }

    @Override
    public Set<String> tables() {
        return Set.of("outcome", "deemed_outcome_task");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return outcomes.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                .map(outcome -> new Held(
                        outcome.getId(),
                        outcome.enrollmentId().orElse(null),
                        outcome.metric(),
                        outcome.unit(),
                        outcome.method(),
                        outcome.value(),
                        outcome.period().from(),
                        outcome.period().to(),
                        outcome.source(),
                        outcome.reason().orElse(null),
                        outcome.supersededAt().orElse(null),
                        outcome.createdAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        int held =
                outcomes.findByEnrollmentIdInOrderById(person.enrollmentIds()).size();
        return held == 0 ? Map.of() : Map.of("outcomes", held);
    }
}
