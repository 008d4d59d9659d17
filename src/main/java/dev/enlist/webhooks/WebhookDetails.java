package dev.enlist.webhooks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a webhook.
 *
 * @param types              event types with or without prefix; empty for all
 * @param programInstanceIds empty for all
 */
public record WebhookDetails(
        String url,
        List<String> types,
        List<String> programInstanceIds,
        @Nullable String description) {}
