package dev.enlist.review.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.customer.Address;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.FaultList;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.FreeJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of an application that a reviewer may enter: those that rules read, and none that identifies the person. */
@Schema(name = "ReviewFacts")
record ReviewFacts(
        @Nullable Address address,
        @Nullable List<String> manufacturerSlugs,
        @Schema(example = "1118431-00-L") @Nullable String serialNumber,
        @Nullable List<String> tags,
        @Nullable @FreeJson Map<String, Object> metadata) {

    private static final Set<String> MEMBERS =
            Set.of("address", "manufacturerSlugs", "serialNumber", "tags", "metadata", "meta");

    /** @throws InvalidInput naming each other member */
    static void check(JsonNode patch) {
        FaultList faults = new FaultList();
        patch.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                faults.add(new Fault(Fault.pointerTo(name), "is no fact that a reviewer enters"));
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }
}
