package dev.enlist.activity;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Exports the participations of a person. The database removes the identity when the enrollment is erased: participations
 * and quantities stay for the reports, without the enrollment.
 */
@Component
@Order(81)
class ActivityPersonalData implements PersonalDataSource {

    /** A participation as exported, without the name of the actor. */
    record Held(
            String activityId,
            @Nullable String enrollmentId,
            ParticipationStatus status,
            @Nullable BigDecimal quantity,
            @Nullable String unit,
            Instant createdAt,
            Instant updatedAt) {}

    private final ParticipationRepository participations;

    ActivityPersonalData(ParticipationRepository participations) {
        this.participations = participations;
    }

    @Override
    public String section() {
        return "participations";
    }

    @Override
    public Set<String> tables() {
        return Set.of("participation", "activity", "activity_mailing");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return participations.findByEnrollmentIdInOrderById(person.enrollmentIds()).stream()
                .map(participation -> new Held(
                        participation.activityId(),
                        participation.enrollmentId().orElse(null),
                        participation.status(),
                        participation.quantity().orElse(null),
                        participation.unit().orElse(null),
                        participation.createdAt(),
                        participation.updatedAt()))
                .toList();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        int held = participations
                .findByEnrollmentIdInOrderById(person.enrollmentIds())
                .size();
        return held == 0 ? Map.of() : Map.of("participations", held);
    }
}
