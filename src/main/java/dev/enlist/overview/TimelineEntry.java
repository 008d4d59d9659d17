package dev.enlist.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that happened to an enrollment. */
@Schema(name = "TimelineEntry")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimelineEntry(
        @Schema(example = "status-0000000002", description = "Unique within the enrollment")
        String id,

        @Schema(
                example = "status",
                implementation = String.class,
                allowableValues = {
                    "status",
                    "claim",
                    "question",
                    "answer",
                    "incentive",
                    "payout",
                    "outcome",
                    "activity",
                    "document",
                    "note",
                    "mail",
                    "delivery",
                    "event",
                    "workflow-step",
                    "audit"
                })
        TimelineKind kind,

        Instant at,

        @Schema(description = "Absent for what the system did") @Nullable
        By by,

        @Schema(
                example = "approved",
                description =
                        "By kind: the new status; claimed, released or reassigned; asked, or how the question ended; the"
                                + " type of the document, of the mail or of the event; set for the incentive, the step of"
                                + " the payout, recorded or corrected for an outcome, the participation in an activity; the"
                                + " action of the audit trail")
        String action,

        @Schema(
                example = "All documents are there",
                description = "By kind: reason, question, answer, name of the document, note, source of an outcome,"
                        + " title of an activity, or what changed")
        @Nullable
        String text,

        @Schema(
                example = "submitted",
                description = "Of a change of the status the status before; of a reassignment the person before; of a"
                        + " delivery the address of the webhook; of an incentive the amount before; of a payout the status"
                        + " before; of an outcome the metric")
        @Nullable
        String before,

        @Schema(
                example = "sent",
                description =
                        "Of a mail, a delivery, a document and a question how far it is; of a claim the person who has"
                                + " it now; of an incentive and a payout the amount; of an outcome and an activity the"
                                + " quantity")
        @Nullable
        String status,

        @Schema(
                example = "address-refused-550",
                description = "Of a mail why it was not sent; of a delivery the latest HTTP status")
        @Nullable
        String problem,

        @Schema(description = "Id of the question, document, note, mail, webhook, payout, outcome or activity")
        @Nullable
        String reference) {

    /** Who did it. */
    @Schema(name = "TimelineActor")
    public record By(
            @Schema(example = "user") String type,
            String id,
            @Schema(example = "Nora Field") String name) {}
}
