package dev.enlist.overview.web;

import dev.enlist.overview.Overview;
import dev.enlist.overview.OverviewService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Reports")
class OverviewController {

    private final OverviewService overview;

    OverviewController(OverviewService overview) {
        this.overview = overview;
    }

    @Requires(value = Scope.PROGRAMS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/overview")
    @Operation(
            summary = "Read what waits, what went wrong, how programs do and what is due",
            description = "What the home page of the console shows. Figures have the value of the last 7 days, today"
                    + " included, and of the 7 days before. Each part needs the scope that reads it: enrollments:read,"
                    + " reports:read, capacity:read, imports:read, campaigns:read, webhooks:read, operations:read,"
                    + " enrollments:assign. A member who is limited to program instances sees what belongs to these.")
    Overview overview() {
        return overview.overview();
    }
}
