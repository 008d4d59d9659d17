package dev.enlist.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.json.StrictJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a merge patch of the terms of a pool. */
public final class TermsPatch {

    /** Members that are valid for every pricing model. */
    private static final List<String> COMMON = List.of("pricingModel", "overagePercent", "reservationHours");

    private TermsPatch() {}

    /**
     * The terms as they are after the patch. Changing the pricing model removes the figures of the previous one.
     *
     * @param before null where there is no pool yet
     */
    public static PoolTerms apply(@Nullable PoolTerms before, JsonNode patch, StrictJson json) {
        ObjectNode base =
                before == null ? (ObjectNode) json.write(java.util.Map.of()) : (ObjectNode) json.write(before);
        boolean otherModel = before != null
                && patch.hasNonNull("pricingModel")
                && !patch.path("pricingModel").asText().equals(before.pricingModel());
        if (otherModel) {
            base.retain(COMMON);
        }
        return json.read(MergePatch.apply(base, patch), PoolTerms.class);
    }
}
