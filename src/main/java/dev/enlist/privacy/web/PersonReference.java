package dev.enlist.privacy.web;

import dev.enlist.privacy.ErasureReason;
import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.EmailAddress;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The person of a request: exactly one of e-mail, customer and lead. */
final class PersonReference {

    private PersonReference() {}

    @Schema(name = "PersonalDataExport")
    record Export(
            @Schema(example = "suzie.homeowner@example.com") @Nullable @EmailAddress
            String email,

            @Nullable @Size(max = 25) String customerId,
            @Nullable @Size(max = 25) String leadId) {

        PersonIdentifiers person() {
            return who(email, customerId, leadId);
        }
    }

    @Schema(name = "PersonalDataErasure")
    record Erase(
            @Schema(example = "suzie.homeowner@example.com") @Nullable @EmailAddress
            String email,

            @Nullable @Size(max = 25) String customerId,
            @Nullable @Size(max = 25) String leadId,

            @Schema(
                    description = "A choice, since free text might name the person for good",
                    allowableValues = {"requested", "retention", "mistake", "other"})
            @NotNull
            @Pattern(
                    regexp = "requested|retention|mistake|other",
                    message = "must be requested, retention, mistake or other")
            String reason,

            @Schema(description = "Erase also a person with an open or approved enrollment") @Nullable
            Boolean force) {

        PersonIdentifiers person() {
            return who(email, customerId, leadId);
        }

        ErasureReason why() {
            return ErasureReason.ofWire(reason).orElseThrow();
        }
    }

    @Schema(name = "ErasureQuestion")
    record Erased(
            @Schema(example = "suzie.homeowner@example.com") @NotNull @EmailAddress
            String email) {}

    private static PersonIdentifiers who(@Nullable String email, @Nullable String customerId, @Nullable String leadId) {
        long given =
                Stream.of(email, customerId, leadId).filter(Objects::nonNull).count();
        if (given != 1) {
            String wrong = given == 0
                    ? "is needed, or customerId, or leadId"
                    : "only one of email, customerId and leadId may be sent";
            throw new InvalidInput("/email", wrong);
        }
        if (email != null) {
            return PersonIdentifiers.byEmail(email);
        }
        return customerId != null
                ? PersonIdentifiers.byCustomer(customerId)
                : PersonIdentifiers.byLead(String.valueOf(leadId));
    }
}
