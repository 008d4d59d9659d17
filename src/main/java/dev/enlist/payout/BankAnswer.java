package dev.enlist.payout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the bank says about one payment.
 *
 * @param row       of the file, from 1, without the header
 * @param reference id of the payout, as it was in the file to the bank
 * @param result    paid, failed or returned
 * @param at        of the payment; null where the bank gives no date
 */
public record BankAnswer(
        int row,
        String reference,
        PayoutStatus result,
        @Nullable String reason,
        @Nullable String bankReference,
        @Nullable Instant at) {}
