package dev.enlist.console;

import dev.enlist.shared.PublicLinks;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The form of a program instance: its builder. The scripts of the page call the API. */
@Controller
@RequestMapping("/console/instances/{id}")
class InstanceFormPageController {

    private final InstanceHeadingQuery headings;
    private final PublicLinks links;

    InstanceFormPageController(InstanceHeadingQuery headings, PublicLinks links) {
        this.headings = headings;
        this.links = links;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/form")
    String form(@PathVariable String id, Model model) {
        model.addAttribute("instance", headings.of(id));
        model.addAttribute("host", links.to(""));
        return "console/instance-form";
    }
}
