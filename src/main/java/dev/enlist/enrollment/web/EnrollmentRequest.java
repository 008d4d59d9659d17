package dev.enlist.enrollment.web;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.enlist.customer.Address;
import dev.enlist.enrollment.Application;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.shared.validation.E164;
import dev.enlist.shared.validation.EmailAddress;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.shared.validation.LanguageTag;
import dev.enlist.shared.validation.PersonName;
import dev.enlist.shared.validation.Slug;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Request to enroll a person: exactly one identification, and the members that are not stored for the person. */
@Schema(name = "EnrollmentRequest")
@OneIdentification
record EnrollmentRequest(
        @Schema(
                example = "customerInfo",
                allowableValues = {"customerInfo", "customerId", "leadId", "enrollmentId"})
        @NotNull
        @Pattern(
                regexp = "customerInfo|customerId|leadId|enrollmentId",
                message = "must be customerInfo, customerId, leadId or enrollmentId")
        String identificationType,

        @Schema(description = "With identificationType leadId") @Nullable
        String leadId,

        @Schema(description = "With identificationType customerId") @Nullable
        String customerId,

        @Schema(description = "With identificationType enrollmentId: the enrollment to renew") @Nullable
        String enrollmentId,

        @Schema(example = "Suzie") @Nullable @PersonName @Size(max = 100)
        String firstName,

        @Schema(
                example = "Homeowner",
                description = "Needed unless the instance accepts people with a single name"
                        + " (config.applicants.lastNameOptional)")
        @Nullable
        @PersonName
        @Size(max = 100)
        String lastName,

        @Schema(example = "suzie.homeowner@example.com") @Nullable @EmailAddress
        String email,

        @Schema(example = "+12125550100") @Nullable @E164 String phone,
        @Nullable @Valid Address address,

        @Schema(example = "[\"tesla\", \"enphase\"]") @Nullable @Size(max = 50)
        List<@NotNull @Slug String> manufacturerSlugs,

        @Schema(example = "1234567890") @Nullable @Size(min = 1, max = 200)
        String serialNumber,

        @Schema(example = "1234567890") @Nullable @Size(min = 1, max = 200)
        String referenceId,

        @Schema(example = "Tesla Grid Services id.") @Nullable @Size(max = 500)
        String referenceDescription,

        @Schema(example = "[\"tag1\", \"tag2\"]") @Nullable @Size(max = 50)
        List<@NotNull @NotBlank @Size(max = 100) String> tags,

        @Schema(example = "{\"monthlyKwh\": 640}") @JsonAlias("meta") @Nullable @FreeJson @ExitReadOnly
        Map<String, Object> metadata,

        @Schema(
                example = "es",
                description = "Language of the applicant's pages and messages, BCP 47; English where absent")
        @Nullable
        @LanguageTag
        String language,

        @Schema(description = "false leaves a candidate until /evaluate is called; true where absent") @Nullable
        Boolean evaluate) {

    NewEnrollment command() {
        return new NewEnrollment(
                type(),
                leadId,
                customerId,
                enrollmentId,
                firstName,
                lastName,
                email,
                phone,
                address,
                manufacturerSlugs,
                serialNumber,
                referenceId,
                referenceDescription,
                tags == null ? null : tags.stream().distinct().toList(),
                metadata,
                language);
    }

    IdentificationType type() {
        return IdentificationType.ofWire(identificationType).orElseThrow();
    }

    /** The members that a client may change later. */
    @Schema(name = "EnrollmentPatch")
    record Patch(
            @NotNull @PersonName @Size(max = 100) String firstName,

            @Schema(description = "May be null where the instance accepts people with a single name")
            @Nullable
            @PersonName
            @Size(max = 100)
            String lastName,

            @NotNull @EmailAddress String email,
            @Nullable @E164 String phone,
            @Nullable @Valid Address address,
            @Nullable @Size(max = 50) List<@NotNull @Slug String> manufacturerSlugs,
            @Nullable @Size(min = 1, max = 200) String serialNumber,
            @Nullable @Size(min = 1, max = 200) String referenceId,
            @Nullable @Size(max = 500) String referenceDescription,
            @Nullable @Size(max = 50) List<@NotNull @NotBlank @Size(max = 100) String> tags,
            @Nullable @FreeJson @ExitReadOnly Map<String, Object> metadata,
            @Schema(example = "es") @Nullable @LanguageTag String language) {

        static Patch of(Application application) {
            return new Patch(
                    Objects.requireNonNullElse(application.firstName(), ""),
                    application.lastName(),
                    application.email(),
                    application.phone(),
                    application.address(),
                    application.manufacturerSlugs(),
                    application.serialNumber(),
                    application.referenceId(),
                    application.referenceDescription(),
                    application.tags(),
                    application.metadata(),
                    application.language());
        }

        Application application() {
            return new Application(
                    firstName,
                    lastName,
                    email,
                    phone,
                    address,
                    manufacturerSlugs == null ? List.of() : manufacturerSlugs,
                    serialNumber,
                    referenceId,
                    referenceDescription,
                    tags == null ? List.of() : tags.stream().distinct().toList(),
                    metadata == null ? Map.of() : metadata,
                    language);
        }
    }

    /** The id that the type asks for; null for customerInfo. */
    @Nullable
    String idFor(IdentificationType type) {
        return switch (type) {
            case CUSTOMER_INFO -> null;
            case CUSTOMER_ID -> customerId;
            case LEAD_ID -> leadId;
            case ENROLLMENT_ID -> enrollmentId;
        };
    }
}
