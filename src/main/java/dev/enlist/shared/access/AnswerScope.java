package dev.enlist.shared.access;

import java.util.Map;
import java.util.Set;

/**
 * What the answer of an operation that changes something shows to a caller who may not read what was changed: which
 * thing it is and what came of it. One list for REST and GraphQL.
 */
public final class AnswerScope {

    /** Members of a resource that every caller sees who may change it. */
    public static final Set<String> ALWAYS_SHOWN = Set.of(
            "id",
            "slug",
            "number",
            "applicationNumber",
            "eligibility",
            "eligibilityStatus",
            "eligibilityReason",
            "eligibilityCode",
            "status",
            // shown once, in this answer
            "key",
            "secret",
            "link",
            "expiresAt",
            // progress of long work
            "total",
            "processed",
            "created",
            "updated",
            "skipped",
            "refused",
            "succeeded",
            "failed",
            "dryRun");

    /** Members of problem documents that tell of things which take a scope to read. */
    public static final Map<String, Scope> OF_PROBLEMS = Map.of(
            "enrollmentId", Scope.ENROLLMENTS_READ,
            "enrollmentIds", Scope.ENROLLMENTS_READ,
            "poolId", Scope.CAPACITY_READ,
            "limit", Scope.CAPACITY_READ,
            "reserved", Scope.CAPACITY_READ,
            "committed", Scope.CAPACITY_READ,
            "available", Scope.CAPACITY_READ);

    private AnswerScope() {}
}
