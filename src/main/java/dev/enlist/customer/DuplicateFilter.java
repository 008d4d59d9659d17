package dev.enlist.customer;

import org.jspecify.annotations.Nullable;

/**
 * Conditions of a list of pairs.
 *
 * @param customerId   pairs with this customer; null for all
 * @param enrollmentId pairs with the customer of this enrollment; null for all
 * @param minScore     from 0 to 100
 * @param dismissed    pairs that were dismissed, or those that were not
 */
public record DuplicateFilter(
        @Nullable String customerId, @Nullable String enrollmentId, int minScore, boolean dismissed) {}
