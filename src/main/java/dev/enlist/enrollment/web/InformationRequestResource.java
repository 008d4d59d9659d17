package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.enrollment.InformationRequest;
import dev.enlist.shared.Actor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to the applicant, and the answer.
 *
 * @param status     open, answered, cancelled, unanswered (past due) or closed (the enrollment was decided)
 * @param fields     JSON pointers of the members that the answer may change
 * @param documents  types of the documents to hand in
 * @param missingDocuments the types of documents that were asked for and that the enrollment lacks now
 * @param dueAt      until when the applicant may answer; later after a reminder
 * @param reminders  how often the applicant was reminded
 * @param answer     absent until the applicant answered
 * @param closedBy   who answered, cancelled or decided; absent while it is open
 * @param closedAt   absent while it is open
 */
@Schema(name = "InformationRequest")
@JsonInclude(JsonInclude.Include.NON_NULL)
record InformationRequestResource(
        String id,
        String enrollmentId,

        @Schema(
                example = "open",
                allowableValues = {"open", "answered", "cancelled", "unanswered", "closed"})
        String status,

        String message,
        List<String> fields,
        List<String> documents,
        List<String> missingDocuments,
        HistoryResource.By requestedBy,
        Instant requestedAt,
        Instant dueAt,
        int reminders,
        @Nullable Answer answer,
        HistoryResource.@Nullable By closedBy,
        @Nullable Instant closedAt,
        int version) {

    /**
     * What the applicant answered.
     *
     * @param message    words of the applicant; absent where there are none
     * @param changes    each field that the answer names, with its values before and after
     * @param unanswered the fields that were asked for and not answered
     */
    @Schema(name = "InformationAnswer")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(@Nullable String message, List<InformationRequest.Change> changes, List<String> unanswered) {

        private static Answer of(InformationRequest request) {
            List<String> answered = request.changes().stream()
                    .map(InformationRequest.Change::pointer)
                    .toList();
            return new Answer(
                    request.answerMessage().orElse(null),
                    request.changes(),
                    request.fields().stream()
                            .filter(pointer -> !answered.contains(pointer))
                            .toList());
        }
    }

    static InformationRequestResource of(InformationRequest request, List<String> missingDocuments) {
        return new InformationRequestResource(
                request.getId(),
                request.enrollmentId(),
                request.status().wire(),
                request.message(),
                request.fields(),
                request.documents(),
                missingDocuments,
                by(request.requestedBy()),
                request.requestedAt(),
                request.dueAt(),
                request.reminders(),
                request.status() == InformationRequest.Status.ANSWERED ? Answer.of(request) : null,
                request.closedBy().map(InformationRequestResource::by).orElse(null),
                request.closedAt().orElse(null),
                request.version());
    }

    static HistoryResource.By by(Actor actor) {
        return new HistoryResource.By(actor.type().wire(), actor.id(), actor.name());
    }
}
