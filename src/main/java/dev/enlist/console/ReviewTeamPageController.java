package dev.enlist.console;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The page for coordinators: the load of reviewers and their absences. */
@Controller
class ReviewTeamPageController {

    @Requires(value = Scope.ENROLLMENTS_ASSIGN, limited = Requires.Limited.FILTERED)
    @GetMapping("/console/reviews/team")
    String team() {
        return "console/review-team";
    }
}
