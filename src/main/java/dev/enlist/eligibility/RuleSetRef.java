package dev.enlist.eligibility;

/**
 * A published version of a rule set of the workspace in scope.
 *
 * @param version counts from 1
 */
public record RuleSetRef(String slug, int version) {}
