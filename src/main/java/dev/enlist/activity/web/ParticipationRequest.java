package dev.enlist.activity.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.activity.ParticipationRecord;
import dev.enlist.activity.ParticipationStatus;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Participations to record: one, or a list of them in {@code participations}. */
@Schema(name = "ParticipationRequest")
record ParticipationRequest(
        @Schema(
                example = "cllgn0u4r000008l7eazybfbo",
                description = "Names the enrollment; or send applicationNumber or referenceId")
        @Nullable
        @Size(max = 25)
        String enrollmentId,

        @Schema(example = "B7K3-9QXM") @Nullable @Size(max = 20)
        String applicationNumber,

        @Schema(example = "A-4711") @Nullable @Size(max = 200)
        String referenceId,

        @Schema(
                example = "delivered",
                description = "attended, absent and delivered from the start of the activity on",
                allowableValues = {"invited", "opted-out", "attended", "absent", "delivered"})
        @Nullable
        @Pattern(regexp = STATUS, message = UNKNOWN)
        String status,

        @Schema(example = "1.75", description = "Needed for delivered; not negative") @Nullable
        BigDecimal quantity,

        @Schema(example = "kW", description = "Must be the unit of the activity; may be left out")
        @Nullable
        @Size(max = 20)
        String unit,

        @Schema(description = "Several participations, all or none of which are recorded; instead of the other members")
        @Nullable
        @Valid
        @Size(min = 1, max = 1000)
        List<@NotNull Entry> participations) {

    private static final String STATUS = "invited|opted-out|attended|absent|delivered";
    private static final String UNKNOWN = "must be invited, opted-out, attended, absent or delivered";

    /** One participation. */
    @Schema(name = "ParticipationEntry")
    record Entry(
            @Schema(
                    example = "cllgn0u4r000008l7eazybfbo",
                    description = "Names the enrollment; or send applicationNumber or referenceId")
            @Nullable
            @Size(max = 25)
            String enrollmentId,

            @Schema(example = "B7K3-9QXM") @Nullable @Size(max = 20)
            String applicationNumber,

            @Schema(example = "A-4711") @Nullable @Size(max = 200)
            String referenceId,

            @Schema(
                    example = "attended",
                    allowableValues = {"invited", "opted-out", "attended", "absent", "delivered"})
            @NotNull
            @Pattern(regexp = STATUS, message = UNKNOWN)
            String status,

            @Schema(example = "1.75") @Nullable BigDecimal quantity,

            @Schema(example = "kW") @Nullable @Size(max = 20)
            String unit) {

        ParticipationRecord participation() {
            return new ParticipationRecord(
                    named(enrollmentId, applicationNumber, referenceId),
                    ParticipationStatus.ofWire(status).orElseThrow(),
                    quantity,
                    unit);
        }
    }

    private static JsonNode named(
            @Nullable String enrollmentId, @Nullable String applicationNumber, @Nullable String referenceId) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.put("enrollmentId", enrollmentId);
        named.put("applicationNumber", applicationNumber);
        named.put("referenceId", referenceId);
        return named;
    }

    boolean isList() {
        return participations != null;
    }

    /** @throws InvalidInput where both a list and a single participation are sent, or neither */
    List<ParticipationRecord> records() {
        boolean single = enrollmentId != null
                || applicationNumber != null
                || referenceId != null
                || status != null
                || quantity != null
                || unit != null;
        List<Fault> faults = new ArrayList<>();
        if (participations != null && single) {
            faults.add(new Fault("/participations", "cannot be combined with other members; send one or the other"));
        } else if (participations == null && status == null) {
            faults.add(new Fault("/status", "must be given"));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return participations != null
                ? participations.stream().map(Entry::participation).toList()
                : List.of(
                        new Entry(enrollmentId, applicationNumber, referenceId, String.valueOf(status), quantity, unit)
                                .participation());
    }
}
