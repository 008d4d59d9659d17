package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The home page: redirects reviewers to their tasks and all other people to the rules. */
@Controller
class HomePageController {

    private static final String TASKLIST = "redirect:/camunda/app/tasklist/default/";

    @AnyCaller
    @GetMapping({"/", "/camunda"})
    String home(Caller caller) {
        return caller.scopes().contains(Scope.ENROLLMENTS_DECIDE) ? TASKLIST : "redirect:/console";
    }

    @AnyCaller
    @GetMapping("/console")
    String console() {
        return "redirect:/console/rules";
    }

    @AnyCaller
    @GetMapping("/console/account")
    String account() {
        return "console/account";
    }
}
