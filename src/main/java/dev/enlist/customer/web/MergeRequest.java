package dev.enlist.customer.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** Which customer the merged one becomes. */
@Schema(name = "CustomerMergeRequest")
record MergeRequest(
        @Schema(example = "cmwpmgs0p00a32665a3uo48w0", description = "Id of the customer that remains") @NotNull
        String into,

        @Schema(description = "Answers what would happen, and changes nothing; false where absent") @Nullable
        Boolean dryRun) {

    boolean isDryRun() {
        return Boolean.TRUE.equals(dryRun);
    }
}
