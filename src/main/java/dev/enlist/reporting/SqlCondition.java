package dev.enlist.reporting;

import java.util.Map;

/**
 * A condition on a table of sums with the alias {@code a}.
 *
 * @param values named parameters of the condition
 */
record SqlCondition(String sql, Map<String, Object> values) {}
