package dev.enlist.console;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page for coordinators: the load of reviewers and their absences. */
@Controller
class ReviewTeamPageController {

    private final AccessGate gate;

    ReviewTeamPageController(AccessGate gate) {
        this.gate = gate;
    }

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.FILTERED)
    @GetMapping("/console/reviews/team")
    String team(Model model) {
        // an absence concerns all programs of a person
        model.addAttribute("changesAbsences", !gate.limit().isLimited());
        return "console/review-team";
    }
}
