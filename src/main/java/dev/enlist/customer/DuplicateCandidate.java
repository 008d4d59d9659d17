package dev.enlist.customer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a customer is compared with another one directly.
 *
 * @param firstNameKey see {@link PersonSearch#key}
 * @param emailKey     see {@link dev.enlist.shared.EmailKey}
 * @param nameWords    of both names, computed once: a customer is compared with each member of its keys
 */
record DuplicateCandidate(
        String id,
        @Nullable String firstNameKey,
        @Nullable String lastNameKey,
        String emailKey,
        List<String> nameWords) {

    DuplicateCandidate(String id, @Nullable String firstNameKey, @Nullable String lastNameKey, String emailKey) {
        this(id, firstNameKey, lastNameKey, emailKey, DuplicateKeyFactory.nameWords(firstNameKey, lastNameKey));
    }
}
