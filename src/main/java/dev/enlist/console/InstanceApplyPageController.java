package dev.enlist.console;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Staff applies for an applicant. The scripts of the page call the API. */
@Controller
class InstanceApplyPageController {

    private final InstanceHeadingQuery headings;

    InstanceApplyPageController(InstanceHeadingQuery headings) {
        this.headings = headings;
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/console/instances/{id}/apply")
    String apply(@PathVariable String id, Model model) {
        model.addAttribute("instance", headings.of(id));
        return "console/instance-apply";
    }
}
