package dev.enlist.review;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Filter of the inbox.
 *
 * @param programInstanceIds empty for all that the caller may see
 * @param flags              each of them has to be set
 * @param q                  beginning of a name or e-mail, or a whole application number; null for every person
 */
public record ReviewFilter(
        ReviewTab tab,
        List<String> programInstanceIds,
        Set<ReviewFlag> flags,
        @Nullable String q) {}
