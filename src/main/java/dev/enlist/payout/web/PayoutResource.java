package dev.enlist.payout.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.payout.Payout;
import dev.enlist.payout.PayoutChange;
import dev.enlist.payout.PayoutKind;
import dev.enlist.payout.PayoutStatus;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A payout on the wire.
 *
 * @param number        counts the payouts of the enrollment from 1
 * @param kind          the incentive of the approval, a correction of it, the reissue of a failed or returned payout, or what
 *                      an activity pays
 * @param replacesId    the payout in whose place it stands
 * @param activityId    the activity that pays; absent for other kinds
 * @param person        who gets it; absent without the scope enrollments:read, and where the person was erased
 * @param reason        why it failed, came back or was cancelled
 * @param hold          since when and why it goes in no batch; absent where it is not held
 * @param bankReference the bank's own reference
 * @param history       its steps, oldest first; of a single payout only
 */
@Schema(name = "Payout")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PayoutResource(
        String id,
        String enrollmentId,
        String programInstanceId,
        @Schema(example = "1") int number,
        PayoutKind kind,
        @Nullable String replacesId,
        @Nullable String activityId,
        @Schema(example = "1500.00") BigDecimal amount,
        @Schema(example = "USD") String currency,
        PayoutStatus status,
        List<PayoutStatus> allowedTransitions,
        @Nullable String reason,
        @Nullable Hold hold,
        @Nullable Person person,
        @Nullable String batchId,
        @Nullable String bankReference,
        Instant dueAt,
        @Nullable Instant sentAt,
        @Nullable Instant settledAt,
        @Nullable List<Step> history,
        Instant createdAt,
        Instant updatedAt,
        int version) {

    /** A hold. */
    @Schema(name = "PayoutHold")
    record Hold(String reason, Instant at) {}

    /** Who gets it. */
    @Schema(name = "PayoutPerson")
    record Person(
            @Schema(example = "B7K3-9QXM") String applicationNumber,
            @Schema(example = "Suzie Homeowner") String name) {

        static Person of(Enrollment enrollment) {
            Application person = enrollment.application();
            String name = Stream.of(person.firstName(), person.lastName())
                    .filter(part -> part != null && !part.isBlank())
                    .collect(Collectors.joining(" "));
            return new Person(enrollment.applicationNumber(), name.isEmpty() ? person.email() : name);
        }
    }

    /** A step. */
    @Schema(name = "PayoutStep")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            @Schema(example = "sent", description = "created, held, released, or the status that it got")
            String step,

            @Nullable PayoutStatus from,
            PayoutStatus to,
            Instant at,
            By by,
            @Nullable String reason) {

        static Step of(PayoutChange change) {
            Actor by = change.by();
            return new Step(
                    change.step(),
                    change.from().orElse(null),
                    change.to(),
                    change.at(),
                    new By(by.type().wire(), by.id(), by.name()),
                    change.reason().orElse(null));
        }
    }

    /** A user, a key, or the product itself. */
    @Schema(name = "PayoutActor")
    record By(String type, String id, String name) {

        static By of(Actor actor) {
            return new By(actor.type().wire(), actor.id(), actor.name());
        }
    }

    static PayoutResource of(Payout payout, @Nullable Enrollment person) {
        return of(payout, person, null);
    }

    static PayoutResource of(Payout payout, @Nullable Enrollment person, @Nullable List<PayoutChange> history) {
        return new PayoutResource(
                payout.getId(),
                payout.enrollmentId(),
                payout.programInstanceId(),
                payout.number(),
                payout.kind(),
                payout.replacesId().orElse(null),
                payout.activityId().orElse(null),
                payout.money().amount(),
                payout.money().currency(),
                payout.status(),
                payout.status().next().stream().toList(),
                payout.statusReason().orElse(null),
                payout.heldAt()
                        .map(at -> new Hold(payout.holdReason().orElse(""), at))
                        .orElse(null),
                person == null ? null : Person.of(person),
                payout.batchId().orElse(null),
                payout.bankReference().orElse(null),
                payout.dueAt(),
                payout.sentAt().orElse(null),
                payout.settledAt().orElse(null),
                history == null ? null : history.stream().map(Step::of).toList(),
                payout.createdAt(),
                payout.updatedAt(),
                payout.version());
    }
}
