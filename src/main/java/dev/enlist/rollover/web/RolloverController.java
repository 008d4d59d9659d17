package dev.enlist.rollover.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.rollover.Rollover;
import dev.enlist.rollover.RolloverService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.web.ListParameters;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Year rollover")
class RolloverController {

    /** The target instance. */
    @Schema(name = "RolloverRequest")
    record RolloverRequest(
            @Schema(description = "The next year's instance")
            @NotNull
            @Pattern(regexp = "c[0-9a-z]{24}", message = "must be an id")
            String targetProgramInstanceId,

            @Schema(description = "Only look; false where absent") @Nullable
            Boolean dryRun) {}

    private final RolloverService rollovers;

    RolloverController(RolloverService rollovers) {
        this.rollovers = rollovers;
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, limited = Requires.Limited.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/programInstances/{id}/rollovers")
    @Operation(
            summary = "Take the approved people of a year over into the next",
            description =
                    "Enrolls the approved people, and people who left because the instance ended, in another instance:"
                            + " judged by its rules and linked by previousEnrollmentId. With dryRun nothing is written, and the old"
                            + " instance need not have ended. Refused with instance-not-ended, program-not-accepting or"
                            + " rollover-running. A person is renewed once.")
    ResponseEntity<Rollover> ask(
            @PathVariable String id, @RequestBody RolloverRequest request, @Parameter(hidden = true) Actor actor) {
        Rollover rollover =
                rollovers.ask(id, request.targetProgramInstanceId(), Boolean.TRUE.equals(request.dryRun()), actor);
        return ResponseEntity.accepted()
                .location(URI.create("/rollovers/" + rollover.id()))
                .body(rollover);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.PROGRAM_INSTANCE)
    @GetMapping("/programInstances/{id}/rollovers")
    @Operation(summary = "List the rollovers of an instance, oldest first")
    Page<Rollover> list(
            @PathVariable String id, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return rollovers.list(id, ListParameters.read(parameters, Map.of()));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/rollovers/{id}")
    @Operation(summary = "Read a rollover: its progress and its outcomes")
    Rollover read(@PathVariable String id) {
        return rollovers.rollover(id);
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/rollovers/{id}/cancel")
    @Operation(summary = "Cancel a rollover", description = "Who was taken over by then stays.")
    Rollover cancel(@PathVariable String id) {
        return rollovers.cancel(id);
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, limited = Requires.Limited.FILTERED)
    @PostMapping("/rollovers/{id}/resume")
    @Operation(summary = "Resume a rollover that failed or was cancelled", description = "It goes on where it stopped.")
    Rollover resume(@PathVariable String id) {
        return rollovers.resume(id);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(path = "/rollovers/{id}/items", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List the outcome of each person, or the expected outcome",
            description =
                    "People who are refused have the outcome ineligible, with code and reason. As text/csv all at once.")
    Page<Rollover.Item> items(
            @PathVariable String id,
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(description = "eligible, manual, ineligible, already-enrolled, already-renewed or failed")
                    @RequestParam(required = false)
                    @Nullable
                    String outcome) {
        List<Fault> faults = faults(outcome);
        return rollovers.items(id, outcome, ListParameters.read(parameters, Map.of(), faults));
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping(path = "/rollovers/{id}/items", produces = "text/csv")
    @Operation(summary = "Download the outcome of each person as CSV")
    void itemsCsv(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String outcome,
            HttpServletResponse response)
            throws IOException {
        String after = "";
        Page<Rollover.Item> page = rollovers.items(id, outcome, walk(after, faults(outcome)));
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"rollover-" + id + ".csv\"");
        CsvWriter csv = CsvWriter.builder().build(response.getWriter());
        csv.writeRecord("sourceEnrollmentId", "outcome", "enrollmentId", "code", "reason");
        while (true) {
            for (Rollover.Item item : page.data()) {
                csv.writeRecord(
                        item.sourceEnrollmentId(),
                        item.outcome(),
                        harmless(item.enrollmentId()),
                        harmless(item.code()),
                        harmless(item.reason()));
            }
            if (page.next() == null) {
                break;
            }
            page = rollovers.items(id, outcome, walk(page.next(), List.of()));
        }
        csv.flush();
    }

    private static ListQuery walk(String after, List<Fault> faults) {
        Map<String, String> parameters = Map.of("after", after, "perPage", String.valueOf(ListQuery.MAX_PER_PAGE));
        return ListParameters.read(parameters, Map.of(), faults);
    }

    private static List<Fault> faults(@Nullable String outcome) {
        List<Fault> faults = new ArrayList<>();
        if (outcome != null && !RolloverService.outcomes().contains(outcome)) {
            faults.add(new Fault("/outcome", "must be one of " + String.join(", ", RolloverService.outcomes())));
        }
        return faults;
    }

    /** Prefixes values that a spreadsheet would run as a formula with a quote. */
    private static String harmless(@Nullable String cell) {
        String text = cell == null ? "" : cell;
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
