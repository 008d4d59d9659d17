package dev.enlist.console;

import dev.enlist.program.Program;
import dev.enlist.program.ProgramService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.tenancy.WorkspaceScope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The catalogue of programs, a program, and the wizard for a new one. The scripts of the pages call the API. */
@Controller
@RequestMapping("/console/programs")
class ProgramPageController {

    private final ProgramService programs;

    ProgramPageController(ProgramService programs) {
        this.programs = programs;
    }

    @Requires(Scope.PROGRAMS_READ)
    @GetMapping
    String list() {
        return "console/programs";
    }

    @Requires(Scope.PROGRAMS_WRITE)
    @GetMapping("/new")
    String wizard() {
        return "console/program-new";
    }

    @Requires(Scope.PROGRAMS_READ)
    @GetMapping("/{slug}")
    String program(@PathVariable String slug, Model model) {
        Program program = programs.bySlug(slug);
        model.addAttribute("program", program);
        model.addAttribute(
                "own", program.organizationId().equals(WorkspaceScope.current().organizationId()));
        return "console/program";
    }
}
