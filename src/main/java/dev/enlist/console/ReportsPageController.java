package dev.enlist.console;

import dev.enlist.shared.access.AccessGate;
import dev.enlist.shared.access.AnyCaller;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/** The reports and the process page. The server renders their frames; the scripts of the pages call the API. */
@Controller
class ReportsPageController {

    private static final Resource DIAGRAM = new ClassPathResource("bpmn/enrollment-lifecycle.bpmn");

    /** The reports, in the order of their tabs. */
    enum Report {
        FUNNEL("Funnel"),
        TREND("Over time"),
        YEARS("Year over year"),
        DURATIONS("Durations"),
        REASONS("Reasons"),
        CAPACITY("Capacity"),
        REVIEWERS("Reviewers"),
        OUTCOMES("Outcomes"),
        PARTICIPATION("Participation");

        private final String title;

        Report(String title) {
            this.title = title;
        }

        /** The last segment of the page's path. */
        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }

        public String title() {
            return title;
        }
    }

    private final AccessGate gate;

    ReportsPageController(AccessGate gate) {
        this.gate = gate;
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/console/reports")
    String reports(Model model) {
        return page(Report.FUNNEL, model);
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/console/reports/{report}")
    String report(@PathVariable String report, Model model) {
        return page(
                Arrays.stream(Report.values())
                        .filter(known -> known.slug().equals(report))
                        .findFirst()
                        .orElseThrow(() -> new NotFound("report")),
                model);
    }

    @Requires(value = Scope.REPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/console/process")
    String process() {
        return "console/process";
    }

    /** The diagram of the enrollment process. */
    @Hidden
    @AnyCaller
    @ResponseBody
    @GetMapping(path = "/console/process/diagram", produces = MediaType.APPLICATION_XML_VALUE)
    Resource diagram() {
        return DIAGRAM;
    }

    private String page(Report report, Model model) {
        model.addAttribute("mailable", report != Report.YEARS && !gate.limit().isLimited());
        model.addAttribute("report", report);
        model.addAttribute("reports", Report.values());
        return "console/reports";
    }
}
