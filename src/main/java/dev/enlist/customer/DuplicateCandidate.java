package dev.enlist.customer;

import org.jspecify.annotations.Nullable;

/**
 * What of a customer is compared with another one directly.
 *
 * @param firstNameKey see {@link PersonSearch#key}
 * @param emailKey     see {@link dev.enlist.shared.EmailKey}
 */
record DuplicateCandidate(
        String id, @Nullable String firstNameKey, @Nullable String lastNameKey, String emailKey) {}
