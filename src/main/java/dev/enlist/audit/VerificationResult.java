package dev.enlist.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The result of verifying the chain of a workspace.
 *
 * @param intact     whether no fault was found
 * @param entries    verified entries; all of them if intact
 * @param unsealed   recent entries that are not chained yet
 * @param head       the end of the chain; store it elsewhere and send it with the next verification
 * @param keyedFrom  the first position whose chain hash uses a key; null for none
 * @param firstFault null if intact
 */
@Schema(name = "Verification")
public record VerificationResult(
        boolean intact,
        long entries,
        long unsealed,
        String head,
        @Nullable Long keyedFrom,
        @Nullable Fault firstFault) {

    /**
     * @param position position in the chain; 0 if the fault is not about one position
     * @param what     a description of the fault
     */
    @Schema(name = "ChainFault")
    public record Fault(long position, String what) {}
}
