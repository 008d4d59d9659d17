package dev.enlist.reevaluation.web;

import dev.enlist.reevaluation.Reevaluation;
import dev.enlist.reevaluation.ReevaluationService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/ruleSets/{slug}/reevaluations")
@Tag(name = "Rule sets")
class ReevaluationController {

    private final ReevaluationService reevaluations;

    ReevaluationController(ReevaluationService reevaluations) {
        this.reevaluations = reevaluations;
    }

    @Requires(value = Scope.RULES_READ, limited = Requires.Limited.CLOSED)
    @GetMapping
    @Operation(
            summary = "List the re-evaluations after publications, oldest first",
            description = "One for each program instance that has those in flight re-evaluated or flagged.")
    Page<Reevaluation> list(
            @PathVariable String slug, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return reevaluations.list(slug, ListParameters.read(parameters, Map.of()));
    }

    @Requires(value = Scope.RULES_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/{id}")
    @Operation(summary = "Read a re-evaluation and how far it is")
    Reevaluation read(@PathVariable String slug, @PathVariable String id) {
        return reevaluations.reevaluation(slug, id);
    }
}
