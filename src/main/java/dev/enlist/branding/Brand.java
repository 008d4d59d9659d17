package dev.enlist.branding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.enlist.branding.BrandSettings.FooterLink;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pages and mails appear: what the program instance states, else the organization, else the default.
 *
 * @param name        of the product as applicants see it
 * @param logo        null for none: pages show the name
 * @param colors      null for the colours of Enlist
 * @param email       for questions; null for none
 * @param phone       for questions, in E.164 form; null for none
 * @param privacyText privacy notice, in paragraphs divided by blank lines; null for none here
 * @param privacyUrl  page with the privacy notice; null for none. At most one of the two is stated
 * @param senderName  of mails
 * @param replyTo     address for replies to mails; null for none
 */
@Schema(name = "Brand")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Brand(
        @Schema(example = "City Power Rebates") String name,
        @Nullable Logo logo,
        @Nullable BrandColors colors,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String privacyText,
        @Nullable String privacyUrl,
        List<FooterLink> footerLinks,
        String senderName,
        @Nullable String replyTo) {

    /** Path of the style sheet with the colours, to be linked after those of the design system; null for none. */
    @JsonProperty("stylesheet")
    @Schema(example = "/branding/styles/1-0b6e4f-ffffff-2f9a74-171c23.css")
    public @Nullable String stylesheet() {
        return colors == null ? null : colors.stylesheet();
    }
}
