package dev.enlist.webhooks.web;

import dev.enlist.webhooks.WebhookDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request to create or change a webhook. */
@Schema(name = "WebhookRequest")
record WebhookRequest(
        @Schema(example = "https://example.com/hooks/enlist", description = "https, at a public address")
        @NotBlank
        @Size(max = 2000)
        String url,

        @Schema(
                example = "[\"enrollment.created\", \"enrollment.status_changed\"]",
                description = "All where absent or empty")
        @Nullable
        @Size(max = 50)
        List<@NotNull String> types,

        @Schema(description = "All where absent or empty") @Nullable @Size(max = 100)
        List<@NotNull String> programInstanceIds,

        @Schema(example = "Billing") @Nullable @Size(max = 500)
        String description) {

    WebhookDetails details() {
        return new WebhookDetails(
                url,
                types == null ? List.of() : types,
                programInstanceIds == null ? List.of() : programInstanceIds,
                description);
    }

    static WebhookRequest of(WebhookDetails details) {
        return new WebhookRequest(details.url(), details.types(), details.programInstanceIds(), details.description());
    }
}
