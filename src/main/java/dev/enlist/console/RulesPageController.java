package dev.enlist.console;

import dev.enlist.eligibility.RuleSet;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.web.ListParameters;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages for analysts. All changes go through the API; the pages only display data. */
@Controller
@RequestMapping("/console/rules")
class RulesPageController {

    private final RuleSetService ruleSets;

    RulesPageController(RuleSetService ruleSets) {
        this.ruleSets = ruleSets;
    }

    @Requires(Scope.RULES_READ)
    @GetMapping
    String list(@RequestParam Map<String, String> parameters, Model model) {
        ListQuery query = ListParameters.read(parameters, RuleSetService.SORTABLE);
        model.addAttribute("page", ruleSets.list(query, ruleSet -> ruleSet));
        return "console/rules";
    }

    @Requires(Scope.RULES_READ)
    @GetMapping("/{slug}")
    String workbench(@PathVariable String slug, Model model) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        model.addAttribute("ruleSet", ruleSet);
        return "console/rule-set";
    }
}
