package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.review.ListColumnsService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.web.ListParameters;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The list of enrollments and the page of one enrollment. The scripts of the pages call the API. */
@Controller
@RequestMapping("/console/enrollments")
class EnrollmentsPageController {

    /** Program instances that the filter offers. */
    private static final Map<String, String> FIRST_BY_TITLE = Map.of("perPage", "500", "sort", "title");

    private final ProgramInstanceService instances;
    private final EnrollmentQueries enrollments;
    private final ListColumnsService columns;

    EnrollmentsPageController(
            ProgramInstanceService instances, EnrollmentQueries enrollments, ListColumnsService columns) {
        this.columns = columns;
        this.instances = instances;
        this.enrollments = enrollments;
    }

    /** A program instance in the filter. */
    record Choice(String id, String title) {}

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    String list(Caller caller, Model model) {
        model.addAttribute("instances", choices());
        model.addAttribute(
                "columns", columns.of(caller.actor().id(), "enrollments").orElse(null));
        return "console/enrollments";
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping("/{id}")
    String one(@PathVariable String id, Caller caller, Model model) {
        Enrollment enrollment = enrollments.enrollment(id);
        model.addAttribute("member", caller.actor().id());
        model.addAttribute("id", enrollment.getId());
        model.addAttribute("number", enrollment.applicationNumber());
        return "console/enrollment";
    }

    private List<Choice> choices() {
        ListQuery query = ListParameters.read(FIRST_BY_TITLE, ProgramInstanceService.SORTABLE);
        return instances
                .list(
                        query,
                        null,
                        null,
                        null,
                        instance ->
                                new Choice(instance.getId(), instance.details().title()))
                .data();
    }
}
