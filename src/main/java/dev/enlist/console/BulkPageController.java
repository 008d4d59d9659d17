package dev.enlist.console;

import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The pages of bulk decisions. All data and changes go through the API. */
@Controller
@RequestMapping("/console/bulk")
class BulkPageController {

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @GetMapping
    String list() {
        return "console/bulk";
    }
}
