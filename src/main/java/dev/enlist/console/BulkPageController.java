package dev.enlist.console;

import dev.enlist.bulk.BulkDecision;
import dev.enlist.bulk.BulkService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The pages of bulk decisions. All data and changes go through the API. */
@Controller
@RequestMapping("/console/bulk")
class BulkPageController {

    private final BulkService bulk;

    BulkPageController(BulkService bulk) {
        this.bulk = bulk;
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @GetMapping
    String list() {
        return "console/bulk";
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @GetMapping("/new")
    String create() {
        return "console/bulk-new";
    }

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @GetMapping("/{id}")
    String show(@PathVariable String id, Model model) {
        BulkDecision decision = bulk.read(id);
        model.addAttribute("id", id);
        model.addAttribute("title", title(decision.action()) + " " + decision.total());
        model.addAttribute("context", decision.reason());
        return "console/bulk-decision";
    }

    private static String title(String action) {
        return action.equals("evaluate")
                ? "Evaluate again"
                : Character.toUpperCase(action.charAt(0)) + action.substring(1);
    }
}
