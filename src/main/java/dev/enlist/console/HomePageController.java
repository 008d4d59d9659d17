package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.web.ListParameters;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private final AccessGate gate;
    private final EnrollmentQueries enrollments;
    private final RuleSetService ruleSets;

    HomePageController(Navigation navigation, AccessGate gate, EnrollmentQueries enrollments, RuleSetService ruleSets) {
        this.navigation = navigation;
        this.gate = gate;
        this.enrollments = enrollments;
        this.ruleSets = ruleSets;
    }

    /**
     * A number of enrollments on the home page.
     *
     * @param status in lower case
     * @param path   of the page that shows these enrollments; null if the person may not open it
     */
    record Figure(String status, long count, @Nullable String path) {}

    @AnyCaller
    @GetMapping({"/", "/camunda"})
    String home(Caller caller) {
        return caller.scopes().contains(Scope.ENROLLMENTS_DECIDE) ? TASKLIST : "redirect:/console";
    }

    @AnyCaller
    @GetMapping("/console")
    String console(Model model) {
        if (gate.has(Scope.ENROLLMENTS_READ)) {
            Map<EnrollmentStatus, Long> counts = enrollments.counts(gate.limit().programInstanceIds());
            model.addAttribute(
                    "figures",
                    Stream.of(EnrollmentStatus.SUBMITTED, EnrollmentStatus.ELIGIBLE, EnrollmentStatus.APPROVED)
                            .map(status -> new Figure(status.wire(), counts.getOrDefault(status, 0L), reviews(status)))
                            .toList());
        }
        if (navigation.isOpen(ConsolePage.RULES)) {
            ListQuery latest = ListParameters.read(
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

    /** Where people decide about enrollments in this status. */
    private @Nullable String reviews(EnrollmentStatus status) {
        return status == EnrollmentStatus.SUBMITTED
                ? Stream.of(ConsolePage.REVIEWS, ConsolePage.TASKLIST)
                        .filter(navigation::isOpen)
                        .map(ConsolePage::path)
                        .findFirst()
                        .orElse(null)
                : null;
    }
}
