package dev.enlist.eligibility.web;

import dev.enlist.eligibility.RuleSet;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.TableDiff;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/ruleSets/{slug}/versions/{number}")
@Tag(name = "Rule sets")
class RuleSetHistoryController {

    private final RuleSetService ruleSets;

    RuleSetHistoryController(RuleSetService ruleSets) {
        this.ruleSets = ruleSets;
    }

    @Requires(Scope.RULES_READ)
    @GetMapping("/diff/{other}")
    @Operation(
            summary = "Compare two versions, or a version and the draft, row by row",
            description = "other is a version number or draft. A row inserted above does not make those below differ.")
    TableDiff diff(@PathVariable String slug, @PathVariable int number, @PathVariable String other) {
        return TableDiff.between(ruleSets.version(slug, number).dmn(), document(slug, other));
    }

    private String document(String slug, String other) {
        if (other.equals("draft")) {
            return ruleSets.ruleSet(slug).draft();
        }
        if (!other.matches("[1-9][0-9]{0,8}")) {
            throw new NotFound("rule set version");
        }
        return ruleSets.version(slug, Integer.parseInt(other)).dmn();
    }

    @Requires(Scope.RULES_WRITE)
    @PostMapping("/restore")
    @Operation(summary = "Put a published version into the draft again", description = "The draft is replaced.")
    ResponseEntity<RuleSetController.RuleSetResource> restore(
            @PathVariable String slug,
            @PathVariable int number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        RuleSet ruleSet = ruleSets.restore(slug, number, ifMatch, actor);
        return TaggedResponse.ok(RuleSetController.RuleSetResource.of(ruleSet), ruleSet.version());
    }
}
