package dev.enlist.eligibility;

import org.jspecify.annotations.Nullable;

/**
 * A row that matched.
 *
 * @param id          id of the rule in the table
 * @param number      row, from 1
 * @param description annotation of the author
 */
public record MatchedRule(String id, int number, @Nullable String description) {}
