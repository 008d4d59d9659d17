package dev.enlist.webhooks;

import dev.enlist.events.Cursor;
import java.time.Instant;

/**
 * A delivery that this node has claimed.
 *
 * @param claim    distinguishes this claim from one that another node makes after the lease
 * @param until    end of the lease
 * @param attempts number of earlier attempts
 */
record ClaimedDelivery(
        String id,
        String claim,
        Instant until,
        String webhookId,
        String eventId,
        String subject,
        Cursor cursor,
        boolean test,
        int attempts,
        Instant createdAt) {}
