package dev.enlist.console;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.template.ParticipantGroup;
import dev.enlist.template.ParticipantGroupService;
import dev.enlist.template.Template;
import dev.enlist.template.TemplateService;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The templates and the participant groups. The scripts of the pages call the API. */
@Controller
class TemplatePageController {

    private final TemplateService templates;
    private final ParticipantGroupService groups;

    TemplatePageController(TemplateService templates, ParticipantGroupService groups) {
        this.templates = templates;
        this.groups = groups;
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/console/templates")
    String templates() {
        return "console/templates";
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/console/templates/{slug}")
    String template(@PathVariable String slug, Model model) {
        Template template = templates.template(slug);
        model.addAttribute("template", template);
        return "console/template";
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/console/groups")
    String groups() {
        return "console/groups";
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/console/groups/{id}")
    String group(@PathVariable String id, Model model) {
        ParticipantGroup group = groups.group(id);
        model.addAttribute("id", group.getId());
        model.addAttribute("name", group.details().name());
        return "console/group";
    }
}
