package dev.enlist.console;

import dev.enlist.access.Caller;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.web.ListParameters;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The inbox of reviewers. The server renders its frame; the scripts of the page call the API. */
@Controller
class ReviewsPageController {

    /** Program instances that the filter offers. */
    private static final Map<String, String> FIRST_BY_TITLE = Map.of("perPage", "500", "sort", "title");

    private final ProgramInstanceService instances;

    ReviewsPageController(ProgramInstanceService instances) {
        this.instances = instances;
    }

    /** A program instance in the filter. */
    record Choice(String id, String title) {}

    @Requires(value = Scope.ENROLLMENTS_DECIDE, limited = Requires.Limited.FILTERED)
    @GetMapping("/console/reviews")
    String inbox(Caller caller, Model model) {
        model.addAttribute("member", caller.actor().id());
        model.addAttribute("instances", choices());
        return "console/reviews";
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
