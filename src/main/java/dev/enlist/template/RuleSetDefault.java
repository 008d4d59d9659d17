package dev.enlist.template;

import org.jspecify.annotations.Nullable;

/**
 * The rule set that instances of a template begin with.
 *
 * @param version a published version, or null for always the latest
 */
public record RuleSetDefault(String slug, @Nullable Integer version) {}
