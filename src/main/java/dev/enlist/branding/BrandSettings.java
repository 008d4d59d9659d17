package dev.enlist.branding;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.validation.E164;
import dev.enlist.shared.validation.EmailAddress;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraints.URL;
import org.jspecify.annotations.Nullable;

/** What an organization or a program instance states about its appearance. A member that is absent is not stated. */
@Schema(name = "BrandingPatch")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BrandSettings(
        @Schema(
                example = "City Power Rebates",
                description = "Name of the product as applicants see it; that of the organization where absent")
        @Nullable
        @Size(min = 1, max = 60)
        @Pattern(regexp = ONE_LINE, message = NO_LINES)
        String name,

        @Schema(
                example = "#0b6e4f",
                description = "Ground of buttons in the light theme; links and other shades follow from it")
        @Nullable
        @Pattern(regexp = BrandColor.HEX, message = NO_COLOR)
        String color,

        @Schema(example = "#ffffff", description = "Text on the colour; white where absent")
        @Nullable
        @Pattern(regexp = BrandColor.HEX, message = NO_COLOR)
        String textColor,

        @Schema(
                example = "#2f9a74",
                description = "Ground of buttons in the dark theme; follows from the colour where absent")
        @Nullable
        @Pattern(regexp = BrandColor.HEX, message = NO_COLOR)
        String darkColor,

        @Schema(example = "#171c23", description = "Text on the colour of the dark theme")
        @Nullable
        @Pattern(regexp = BrandColor.HEX, message = NO_COLOR)
        String darkTextColor,

        @Schema(example = "rebates@citypower.example", description = "Where applicants can ask questions")
        @Nullable
        @EmailAddress
        String email,

        @Schema(example = "+12125550100", description = "Telephone for questions, in E.164 form") @Nullable @E164
        String phone,

        @Schema(
                example = "We use your answers to decide about your application and for nothing else.",
                description = "Privacy notice as a text; instead of privacyUrl")
        @Nullable
        @Size(min = 1, max = 20_000)
        String privacyText,

        @Schema(
                example = "https://citypower.example/privacy",
                description = "Page with the privacy notice; instead of privacyText")
        @Nullable
        @URL(regexp = HTTPS, message = NO_HTTPS)
        @Size(max = 2000)
        String privacyUrl,

        @Schema(description = "Links at the end of each page for applicants, in this order") @Nullable @Size(max = 8)
        List<@NotNull @Valid FooterLink> footerLinks,

        @Schema(example = "City Power Rebates", description = "Name of the sender of mails; the name where absent")
        @Nullable
        @Size(min = 1, max = 60)
        @Pattern(regexp = ONE_LINE, message = NO_LINES)
        String senderName,

        @Schema(example = "rebates@citypower.example", description = "Where replies to mails go")
        @Nullable
        @EmailAddress
        String replyTo) {

    static final BrandSettings NONE =
            new BrandSettings(null, null, null, null, null, null, null, null, null, null, null, null);

    private static final String ONE_LINE = "[^\\p{Cntrl}\\u2028\\u2029]*\\S[^\\p{Cntrl}\\u2028\\u2029]*";
    private static final String NO_LINES = "must be a text on one line";
    private static final String NO_COLOR = "must be a colour as #rrggbb, such as #0b6e4f";
    private static final String HTTPS = "https://.*";
    private static final String NO_HTTPS = "must be an address that begins with https://";

    /** A link at the end of pages. */
    @Schema(name = "FooterLink")
    public record FooterLink(
            @Schema(example = "Accessibility") @NotBlank @Size(max = 60)
            String label,

            @Schema(example = "https://citypower.example/accessibility")
            @NotNull
            @URL(regexp = HTTPS, message = NO_HTTPS)
            @Size(max = 2000)
            String url) {}

    /** What is wrong beside the single members. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (privacyText != null && privacyUrl != null) {
            faults.add(new Fault(
                    "/privacyUrl", "is stated together with privacyText; send one of them, and null for the other"));
        }
        if (color == null) {
            dependent(faults, "/textColor", textColor);
            dependent(faults, "/darkColor", darkColor);
        }
        if (darkColor == null && darkTextColor != null) {
            faults.add(new Fault("/darkTextColor", "is the text on darkColor, which is not stated"));
        }
        return faults;
    }

    private static void dependent(List<Fault> faults, String pointer, @Nullable String value) {
        if (value != null) {
            faults.add(new Fault(pointer, "goes with color, which is not stated"));
        }
    }

    /** These settings, and those of the organization where nothing is stated here. Colours belong together. */
    BrandSettings or(BrandSettings organization) {
        boolean ownColors = color != null;
        boolean ownPrivacy = privacyText != null || privacyUrl != null;
        return new BrandSettings(
                first(name, organization.name),
                ownColors ? color : organization.color,
                ownColors ? textColor : organization.textColor,
                ownColors ? darkColor : organization.darkColor,
                ownColors ? darkTextColor : organization.darkTextColor,
                first(email, organization.email),
                first(phone, organization.phone),
                ownPrivacy ? privacyText : organization.privacyText,
                ownPrivacy ? privacyUrl : organization.privacyUrl,
                first(footerLinks, organization.footerLinks),
                first(senderName, organization.senderName),
                first(replyTo, organization.replyTo));
    }

    private static <T> @Nullable T first(@Nullable T own, @Nullable T otherwise) {
        return own == null ? otherwise : own;
    }
}
