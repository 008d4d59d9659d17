package dev.enlist.customer.web;

import dev.enlist.customer.CustomerMergeService;
import dev.enlist.customer.MergeConflict;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** A merge of two customers, or its preview. */
@Schema(name = "CustomerMerge")
record MergeResource(
        boolean dryRun,

        @Schema(example = "cmwpmgs0p00a32665a3uo48w1", description = "The customer that was merged and is gone")
        String mergedId,

        @Schema(description = "The customer that remains; before the merge in a preview")
        PersonResource customer,

        @Schema(
                example = "[\"phone\", \"metadata.source\"]",
                description = "Facts that the remaining customer lacked and took over")
        List<String> filled,

        Moved moved,

        @Schema(description = "What forbids the merge; empty except in a preview")
        List<Conflicting> conflicts) {

    /** Ids of what moves to the remaining customer. */
    @Schema(name = "CustomerMergeMoved")
    record Moved(
            List<String> enrollments,
            List<String> leads,

            @Schema(description = "Keys that are bound to the merged customer")
            List<String> apiKeys) {}

    /** Two enrollments that one person cannot have. */
    @Schema(name = "CustomerMergeConflict")
    record Conflicting(
            @Schema(
                    example = "same-instance",
                    allowableValues = {"same-instance", "exclusive-programs"})
            String reason,

            @Schema(description = "Of the merged customer, then of the remaining one")
            List<String> enrollmentIds,

            List<String> programInstanceIds) {

        static Conflicting of(MergeConflict conflict) {
            return new Conflicting(conflict.reason(), conflict.enrollmentIds(), conflict.programInstanceIds());
        }
    }

    static MergeResource of(CustomerMergeService.Merge merge, boolean dryRun) {
        return new MergeResource(
                dryRun,
                merge.mergedId(),
                PersonResource.of(merge.customer()),
                merge.filled(),
                new Moved(moved(merge, "enrollments"), moved(merge, "leads"), moved(merge, "apiKeys")),
                merge.conflicts().stream().map(Conflicting::of).toList());
    }

    private static List<String> moved(CustomerMergeService.Merge merge, String kind) {
        return merge.moved().getOrDefault(kind, List.of());
    }
}
