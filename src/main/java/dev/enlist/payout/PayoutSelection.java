package dev.enlist.payout;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which payouts go in a batch: those that are due and not held, in one currency.
 *
 * @param programInstanceIds empty for all
 * @param payoutIds          exactly these; empty for all
 * @param dueUntil           due before this time; null for all
 * @param currency           ISO 4217; null where the payouts have one currency only
 */
public record PayoutSelection(
        List<String> programInstanceIds,
        List<String> payoutIds,
        @Nullable Instant dueUntil,
        @Nullable String currency) {}
