package dev.enlist.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.validation.ContactAddress;
import dev.enlist.shared.validation.EmailAddress;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is notified when the status of an enrollment changes.
 *
 * @param applicant           statuses of which the applicant is notified
 * @param administrators      statuses of which the program's administrators are notified
 * @param administratorEmails who they are; the coordinators of the workspace where absent
 * @param replyTo             where answers go
 * @param texts               words of the organization's own to the applicant, by status, or by another type of message to
 *                            applicants, such as {@code information-requested}
 * @param administratorTexts  the same to the administrators, by status, and to reviewers by {@code information-provided}
 * @param contact             contact for questions, at the end of each message: the address of a page or of a mailbox;
 *                            that of the workspace where absent
 */
@Schema(name = "Notifications")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Notifications(
        @Schema(example = "[\"submitted\", \"approved\", \"rejected\"]") @Nullable @Size(max = 7)
        List<@NotNull @Pattern(regexp = STATUS, message = UNKNOWN) String> applicant,

        @Schema(example = "[\"submitted\"]") @Nullable @Size(max = 7)
        List<@NotNull @Pattern(regexp = STATUS, message = UNKNOWN) String> administrators,

        @Nullable @Size(max = 50) List<@NotNull @EmailAddress String> administratorEmails,
        @Nullable @EmailAddress String replyTo,

        @Nullable @Size(max = 18)
        Map<@Pattern(regexp = TO_APPLICANT, message = UNKNOWN_MESSAGE) String, @NotNull @Valid Text> texts,

        @Nullable @Size(max = 8)
        Map<@Pattern(regexp = TO_STAFF, message = UNKNOWN_MESSAGE) String, @NotNull @Valid Text> administratorTexts,

        @Schema(
                example = "https://example.org/battery-program",
                description = "The address of a page, or an e-mail address; that of the workspace where absent")
        @Nullable
        @ContactAddress
        String contact) {

    private static final String STATUS = "candidate|eligible|ineligible|submitted|approved|rejected|unenrolled";
    private static final String TO_APPLICANT = STATUS
            + "|information-requested|information-reminder|application-received|application-link|application-repeated|waitlist-offer|renewal-due"
            + "|activity-invitation|activity-reminder|activity-changed|activity-cancelled";
    private static final String TO_STAFF = STATUS + "|information-provided";
    private static final String UNKNOWN_MESSAGE = "must be a status of an enrollment or another type of message";
    private static final String UNKNOWN = "must be a status of an enrollment";

    /** A message in words of the organization's own: plain text, with the values of {@link MessageTemplate}. */
    @Schema(name = "NotificationText")
    public record Text(
            @Schema(example = "Welcome to {{programName}}") @NotBlank @Size(max = 200) @ValidMessageTemplate
            String subject,

            @Schema(example = "Dear {{firstName}},\n\nyour application was approved.")
            @NotBlank
            @Size(max = 10000)
            @ValidMessageTemplate
            String body) {}
}
