package dev.enlist.console;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The pages of a program instance. The server renders heading and tabs; the scripts of the pages call the API. */
@Controller
@RequestMapping("/console/instances/{id}")
class InstancePageController {

    private final InstanceHeadingQuery headings;

    InstancePageController(InstanceHeadingQuery headings) {
        this.headings = headings;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping
    String instance(@PathVariable String id) {
        return "redirect:/console/instances/" + headings.of(id).id() + "/overview";
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/overview")
    String overview(@PathVariable String id, Model model) {
        return page(id, InstanceTab.OVERVIEW, model);
    }

    @Requires(value = Scope.RULES_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/rules")
    String rules(@PathVariable String id, Model model) {
        return page(id, InstanceTab.RULES, model);
    }

    @Requires(value = Scope.CAPACITY_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/capacity")
    String capacity(@PathVariable String id, Model model) {
        return page(id, InstanceTab.CAPACITY, model);
    }

    @Requires(value = Scope.ACTIVITIES_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/activities")
    String activities(@PathVariable String id, Model model) {
        return page(id, InstanceTab.ACTIVITIES, model);
    }

    @Requires(value = Scope.OUTCOMES_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/outcomes")
    String outcomes(@PathVariable String id, Model model) {
        return page(id, InstanceTab.OUTCOMES, model);
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/notifications")
    String notifications(@PathVariable String id, Model model) {
        return page(id, InstanceTab.NOTIFICATIONS, model);
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/configuration")
    String configuration(@PathVariable String id, Model model) {
        return page(id, InstanceTab.CONFIGURATION, model);
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/history")
    String history(@PathVariable String id, Model model) {
        return page(id, InstanceTab.HISTORY, model);
    }

    private String page(String id, InstanceTab tab, Model model) {
        model.addAttribute("instance", headings.of(id));
        return "console/instance-" + tab.segment();
    }
}
