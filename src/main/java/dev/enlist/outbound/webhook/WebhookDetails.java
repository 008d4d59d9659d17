package dev.enlist.outbound.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber says.
 *
 * @param types              with or without prefix; all where empty
 * @param programInstanceIds all where empty
 */
public record WebhookDetails(
        String url,
        List<String> types,
        List<String> programInstanceIds,
        @Nullable String description) {}
