package dev.enlist.branding.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.branding.Brand;
import dev.enlist.branding.BrandSettings;
import dev.enlist.branding.BrandSettings.FooterLink;
import dev.enlist.branding.BrandingService;
import dev.enlist.branding.Logo;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an organization or a program instance states about its appearance, and what applicants see. */
@Schema(name = "Branding")
@JsonInclude(JsonInclude.Include.NON_NULL)
record BrandingResource(
        @Schema(example = "City Power Rebates") @Nullable String name,
        @Schema(example = "#0b6e4f") @Nullable String color,
        @Schema(example = "#ffffff") @Nullable String textColor,
        @Schema(example = "#2f9a74") @Nullable String darkColor,
        @Schema(example = "#171c23") @Nullable String darkTextColor,

        @Schema(example = "rebates@citypower.example") @Nullable
        String email,

        @Schema(example = "+12125550100") @Nullable String phone,

        @Schema(example = "We use your answers to decide about your application.") @Nullable
        String privacyText,

        @Schema(example = "https://citypower.example/privacy") @Nullable
        String privacyUrl,

        @Nullable List<FooterLink> footerLinks,
        @Schema(example = "City Power Rebates") @Nullable String senderName,

        @Schema(example = "rebates@citypower.example") @Nullable
        String replyTo,

        @Schema(description = "Stated here; absent for none") @Nullable
        Logo logo,

        @Schema(description = "What applicants see, with what the organization and the defaults add")
        Brand effective,

        @Schema(description = "Absent before the first change") @Nullable
        Instant updatedAt) {

    static BrandingResource of(BrandingService.View view) {
        BrandSettings settings = view.settings();
        return new BrandingResource(
                settings.name(),
                settings.color(),
                settings.textColor(),
                settings.darkColor(),
                settings.darkTextColor(),
                settings.email(),
                settings.phone(),
                settings.privacyText(),
                settings.privacyUrl(),
                settings.footerLinks(),
                settings.senderName(),
                settings.replyTo(),
                view.logo(),
                view.effective(),
                view.updatedAt());
    }
}
