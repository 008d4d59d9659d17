package dev.enlist.console;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.workflow.WorkflowService;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The list and the editor of workflows. All changes go through the API; the pages only display data. */
@Controller
@RequestMapping("/console/workflows")
class WorkflowPagesController {

    private final WorkflowService workflows;

    WorkflowPagesController(WorkflowService workflows) {
        this.workflows = workflows;
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping
    String list() {
        return "console/workflows";
    }

    @Requires(Scope.WORKFLOWS_READ)
    @GetMapping("/{slug}")
    String editor(@PathVariable String slug, Model model) {
        model.addAttribute("workflow", workflows.workflow(slug));
        return "console/workflow";
    }
}
