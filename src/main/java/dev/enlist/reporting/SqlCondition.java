package dev.enlist.reporting;

import java.util.Map;

/**
 * Conditions on a table of sums, which goes by the name {@code a}.
 *
 * @param values of the parameters they name
 */
record SqlCondition(String sql, Map<String, Object> values) {}
