package dev.enlist.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What came out of walking through the chain of a workspace.
 *
 * @param intact     whether nothing is wrong
 * @param entries    entries walked through, all of them where nothing is wrong
 * @param unsealed   entries of the last moments that are not chained yet
 * @param head       where the chain ends; to be kept elsewhere and given to the next verification
 * @param keyedFrom  the first position that is sealed under a key; null where none is
 * @param firstFault null where nothing is wrong
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
     * @param position in the chain; 0 where it is not about one place
     * @param what     what is wrong there, in words
     */
    @Schema(name = "ChainFault")
    public record Fault(long position, String what) {}
}
