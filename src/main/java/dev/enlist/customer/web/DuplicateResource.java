package dev.enlist.customer.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.customer.DuplicateService;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two customers that may be one person, on the wire. */
@Schema(name = "CustomerDuplicate")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DuplicateResource(
        @Schema(example = "cmwpmgs0p00a32665a3uo48w0") String id,

        @Schema(
                example = "90",
                minimum = "0",
                maximum = "100",
                description = "Sum of the points of the reasons, at most 100")
        int score,

        @Schema(description = "What the two share, the strongest first")
        List<Reason> reasons,

        @Schema(description = "The two customers, the older one first")
        List<PersonResource> customers,

        @Schema(description = "Present while the pair is dismissed: the two are not the same person") @Nullable
        Dismissal dismissed,

        Instant createdAt,
        Instant updatedAt,
        int version) {

    /** A shared fact. */
    @Schema(name = "CustomerDuplicateReason")
    record Reason(
            @Schema(
                    example = "same-phone",
                    allowableValues = {
                        "same-serial-number",
                        "same-phone",
                        "same-address",
                        "same-name",
                        "similar-email",
                        "similar-name"
                    })
            String code,

            @Schema(example = "40") int points) {}

    /** Who dismissed the pair, and when. */
    @Schema(name = "CustomerDuplicateDismissal")
    record Dismissal(By by, Instant at) {}

    /** A user or a key. */
    @Schema(name = "CustomerDuplicateActor")
    record By(
            @Schema(
                    example = "user",
                    allowableValues = {"user", "key", "rule", "process"})
            String type,

            String id,
            @Schema(example = "Marta Vogel") String name) {}

    static DuplicateResource of(DuplicateService.Compared compared) {
        return new DuplicateResource(
                compared.pair().getId(),
                compared.pair().score(),
                compared.pair().reasons().stream()
                        .map(reason -> new Reason(reason.wire(), reason.points()))
                        .toList(),
                List.of(PersonResource.of(compared.first()), PersonResource.of(compared.second())),
                compared.pair()
                        .dismissal()
                        .map(dismissal -> new Dismissal(
                                new By(
                                        dismissal.by().type().wire(),
                                        dismissal.by().id(),
                                        dismissal.by().name()),
                                dismissal.at()))
                        .orElse(null),
                compared.pair().createdAt(),
                compared.pair().updatedAt(),
                compared.pair().version());
    }
}
