package dev.enlist.eligibility;

import org.jspecify.annotations.Nullable;

/**
 * A row that decided.
 *
 * @param id          of the rule in the table
 * @param number      of the row, from 1
 * @param description what its author wrote beside it
 */
public record MatchedRule(String id, int number, @Nullable String description) {}
