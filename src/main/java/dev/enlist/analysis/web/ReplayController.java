package dev.enlist.analysis.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.enlist.analysis.replay.Replay;
import dev.enlist.analysis.replay.ReplayService;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.shared.Actor;
import dev.enlist.shared.CsvFormulaEscaper;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.FreeJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
@Tag(name = "Replays")
class ReplayController {

    private static final int WRITTEN_AT_ONCE = 5_000;

    @Schema(name = "ReplayRequest")
    record ReplayRequest(
            @Schema(description = "Whose enrollments; every instance that follows the rule set where absent")
            @Nullable
            @Size(max = 1000)
            List<@NotNull String> programInstanceIds,

            @Schema(description = "People who are not enrolled, to compare the draft with the latest version")
            @Nullable
            @Size(min = 1, max = 10_000)
            List<@NotNull @Valid CandidateRequest> candidates) {}

    @Schema(name = "ReplayCandidate")
    record CandidateRequest(
            @Schema(example = "A-17") @Nullable @Size(max = 200)
            String reference,

            @Schema(description = "See /ruleSets/inputs; what is absent is null", example = "{\"state\": \"NY\"}")
            @NotNull
            @FreeJson
            Map<String, Object> inputs) {

        Replay.Candidate candidate() {
            Map<String, @Nullable Object> all = new HashMap<>();
            RuleInput.ALL.forEach(input -> all.put(input.name(), inputs.get(input.name())));
            return new Replay.Candidate(reference, all);
        }
    }

    private final ReplayService replays;

    ReplayController(ReplayService replays) {
        this.replays = replays;
    }

    @Requires(value = Scope.RULES_WRITE, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping(path = "/ruleSets/{slug}/draft/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Hold the draft over what was decided",
            description = "Asks the draft, as it is now, about the recorded inputs of real enrollments, or about"
                    + " candidates sent along (as JSON, or as text/csv with a column for each input)."
                    + " No enrollment changes.")
    ResponseEntity<Replay> replay(
            @PathVariable String slug, @RequestBody ReplayRequest request, @Parameter(hidden = true) Actor actor) {
        List<String> instances = request.programInstanceIds() == null ? List.of() : request.programInstanceIds();
        if (request.candidates() == null) {
            return accepted(replays.overEnrollments(slug, instances, actor));
        }
        if (!instances.isEmpty()) {
            throw new InvalidInput("/candidates", "cannot be combined with programInstanceIds");
        }
        return accepted(replays.overCandidates(
                slug,
                request.candidates().stream().map(CandidateRequest::candidate).toList(),
                actor));
    }

    @Requires(value = Scope.RULES_WRITE, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping(path = "/ruleSets/{slug}/draft/replay", consumes = "text/csv")
    @Operation(summary = "Hold the draft against the latest version, over candidates in CSV")
    ResponseEntity<Replay> replayCsv(
            @PathVariable String slug, @RequestBody String csv, @Parameter(hidden = true) Actor actor) {
        return accepted(replays.overCandidates(slug, CandidateCsvParser.read(csv), actor));
    }

    /** Whose enrollments a version is compared with. */
    @Schema(name = "VersionReplayRequest")
    record VersionReplayRequest(
            @Schema(description = "Whose enrollments; every instance that follows the rule set where absent")
            @Nullable
            @Size(max = 1000)
            List<@NotNull String> programInstanceIds) {}

    @Requires(value = Scope.RULES_WRITE, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping(path = "/ruleSets/{slug}/versions/{number}/replay")
    @Operation(
            summary = "Compare a published version with what was decided",
            description = "Evaluates the version on the recorded inputs of real enrollments, such as before an instance"
                    + " moves to it. No enrollment changes.")
    ResponseEntity<Replay> replayVersion(
            @PathVariable String slug,
            @PathVariable int number,
            @RequestBody VersionReplayRequest request,
            @Parameter(hidden = true) Actor actor) {
        List<String> instances = request.programInstanceIds() == null ? List.of() : request.programInstanceIds();
        return accepted(replays.ofVersion(slug, number, instances, actor));
    }

    private static ResponseEntity<Replay> accepted(Replay replay) {
        return ResponseEntity.accepted()
                .location(URI.create("/replays/" + replay.id()))
                .body(replay);
    }

    @Requires(value = Scope.RULES_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/replays/{id}")
    @Operation(summary = "Read a replay: how far it is, and how many would flip")
    Replay read(@PathVariable String id) {
        return replays.replay(id);
    }

    @Requires(value = Scope.RULES_WRITE, limited = Requires.Limited.CLOSED)
    @PostMapping("/replays/{id}/cancel")
    @Operation(summary = "Cancel a replay", description = "What it found so far stays.")
    Replay cancel(@PathVariable String id) {
        return replays.cancel(id);
    }

    @Requires(value = Scope.RULES_READ, limited = Requires.Limited.CLOSED)
    @GetMapping(path = "/replays/{id}/flips", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "List the enrollments that would be decided otherwise",
            description = "after=<number> continues; next tells it. As text/csv all of them at once.")
    Page<Replay.Flip> flips(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String perPage) {
        List<Fault> faults = new ArrayList<>();
        int from = number("after", after, 0, 0, Integer.MAX_VALUE, faults);
        int size = number("perPage", perPage, ListQuery.DEFAULT_PER_PAGE, 1, ListQuery.MAX_PER_PAGE, faults);
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        return Page.keyed(
                replays.flips(id, from, size), size, flip -> String.valueOf(flip.number()), Function.identity());
    }

    private static int number(
            String name, @Nullable String text, int otherwise, int least, int most, List<Fault> faults) {
        if (text == null || text.isEmpty() && name.equals("after")) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, like a number out of range
        }
        faults.add(new Fault("/" + name, "must be a whole number from " + least + " to " + most));
        return otherwise;
    }

    @Requires(value = Scope.RULES_READ, limited = Requires.Limited.CLOSED)
    @GetMapping(path = "/replays/{id}/flips", produces = "text/csv")
    @Operation(summary = "Download the enrollments that would be decided otherwise, as CSV")
    void flipsCsv(@PathVariable String id, HttpServletResponse response) throws IOException {
        List<Replay.Flip> flips = replays.flips(id, 0, WRITTEN_AT_ONCE);
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Disposition", "attachment; filename=\"flips-" + id + ".csv\"");
        CsvWriter csv = CsvWriter.builder().build(response.getWriter());
        csv.writeRecord(
                "number",
                "enrollmentId",
                "reference",
                "fromStatus",
                "fromCode",
                "fromRule",
                "toStatus",
                "toCode",
                "toRule",
                "why");
        while (!flips.isEmpty()) {
            for (Replay.Flip flip : flips) {
                csv.writeRecord(
                        String.valueOf(flip.number()),
                        CsvFormulaEscaper.cell(flip.enrollmentId()),
                        CsvFormulaEscaper.cell(flip.reference()),
                        flip.from().status(),
                        flip.from().code(),
                        CsvFormulaEscaper.cell(flip.from().rule()),
                        flip.to().status(),
                        flip.to().code(),
                        CsvFormulaEscaper.cell(flip.to().rule()),
                        CsvFormulaEscaper.cell(flip.why()));
            }
            flips = replays.flips(id, flips.get(flips.size() - 1).number(), WRITTEN_AT_ONCE);
        }
        csv.flush();
    }
}
