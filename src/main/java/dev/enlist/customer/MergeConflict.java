package dev.enlist.customer;

import java.util.List;

/**
 * Two enrollments that one person may not have.
 *
 * @param reason        {@code same-instance} or {@code exclusive-programs}
 * @param enrollmentIds of the merged customer, then of the other
 */
public record MergeConflict(String reason, List<String> enrollmentIds, List<String> programInstanceIds) {}
