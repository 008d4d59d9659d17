package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.web.ListQuery;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The home page. The address of the product leads reviewers to their tasks and all other people here. */
@Controller
class HomePageController {

    /** Rule sets on the home page. */
    private static final int RULE_SETS = 5;

    private static final String TASKLIST = "redirect:/camunda/app/tasklist/default/";

    private final Navigation navigation;
    private final RuleSetService ruleSets;

    HomePageController(Navigation navigation, RuleSetService ruleSets) {
        this.navigation = navigation;
        this.ruleSets = ruleSets;
    }

    @AnyCaller
    @GetMapping({"/", "/camunda"})
    String home(Caller caller) {
        return caller.scopes().contains(Scope.ENROLLMENTS_DECIDE) ? TASKLIST : "redirect:/console";
    }

    @AnyCaller
    @GetMapping("/console")
    String console(Model model) {
        if (navigation.isOpen(ConsolePage.RULES)) {
            ListQuery latest = ListQuery.of(
                    Map.of("sort", "-updatedAt", "perPage", String.valueOf(RULE_SETS)), RuleSetService.SORTABLE);
            model.addAttribute(
                    "ruleSets", ruleSets.list(latest, ruleSet -> ruleSet).data());
        }
        return "console/home";
    }

    @AnyCaller
    @GetMapping("/console/account")
    String account() {
        return "console/account";
    }
}
