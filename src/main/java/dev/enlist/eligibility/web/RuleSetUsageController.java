package dev.enlist.eligibility.web;

import dev.enlist.eligibility.OfferedInput;
import dev.enlist.eligibility.RuleSetUsage;
import dev.enlist.eligibility.RuleSetUsageQuery;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/ruleSets/{slug}")
@Tag(name = "Rule sets")
class RuleSetUsageController {

    private final RuleSetUsageQuery query;

    RuleSetUsageController(RuleSetUsageQuery query) {
        this.query = query;
    }

    @Requires(value = Scope.RULES_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/usage")
    @Operation(
            summary = "Read which program instances a rule set decides for, and how many people",
            description =
                    "Instances that are not archived, those with the most people first; at most 200. The counts are"
                            + " of all statuses; open are those that a new version can affect.")
    RuleSetUsage usage(@PathVariable String slug) {
        return query.usage(slug);
    }

    @Requires(value = Scope.RULES_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/inputs")
    @Operation(
            summary = "List the inputs that the tables of a rule set can read",
            description = "Those of every table, and the metadata that the forms of its program instances ask for, with"
                    + " type, example and options.")
    Map<String, List<OfferedInput>> inputs(@PathVariable String slug) {
        return Map.of("data", query.inputs(slug));
    }
}
