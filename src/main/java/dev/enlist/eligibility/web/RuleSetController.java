package dev.enlist.eligibility.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.eligibility.RuleInput;
import dev.enlist.eligibility.RuleSet;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RuleSetVersion;
import dev.enlist.eligibility.ShippedRules;
import dev.enlist.eligibility.document.DmnDraft;
import dev.enlist.eligibility.workbook.RuleWorkbookReader;
import dev.enlist.eligibility.workbook.RuleWorkbookWriter;
import dev.enlist.program.InFlight;
import dev.enlist.shared.Actor;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.RequiresDeploymentLock;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.shared.xml.UnreadableXml;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/ruleSets")
@Tag(name = "Rule sets")
class RuleSetController {

    private static final String WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    @Schema(name = "RuleSetRequest")
    record RuleSetRequest(
            @Schema(example = "battery-rebate") @NotNull @Slug
            String slug,

            @Schema(example = "Battery rebate") @NotBlank @Size(max = 200)
            String name) {}

    @Schema(name = "Publication")
    record Publication(
            @Schema(example = "Serve New Jersey too") @NotBlank @Size(max = 2000)
            String note,

            @Schema(
                    description = "What the version does to those in flight, in place of what each instance says",
                    allowableValues = {"keep", "reevaluate", "flag"},
                    example = "reevaluate")
            @Nullable
            @Pattern(regexp = "keep|reevaluate|flag", message = "must be keep, reevaluate or flag")
            String inFlight) {}

    @Schema(name = "RuleSetPatch")
    record RuleSetPatch(
            @Schema(example = "Battery rebate") @Nullable @Size(min = 1, max = 200)
            String name,

            @Schema(description = "Whether a person other than the author of the draft must publish it") @Nullable
            Boolean twoPersonPublication) {}

    @Schema(name = "RuleSet")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleSetResource(
            String id,
            String slug,
            String name,
            boolean twoPersonPublication,
            @Nullable DraftAuthor draftBy,
            Instant createdAt,
            Instant updatedAt,
            int version) {

        static RuleSetResource of(RuleSet ruleSet) {
            return new RuleSetResource(
                    ruleSet.getId(),
                    ruleSet.slug(),
                    ruleSet.name(),
                    ruleSet.twoPersonPublication(),
                    ruleSet.draftBy().map(DraftAuthor::of).orElse(null),
                    ruleSet.createdAt(),
                    ruleSet.updatedAt(),
                    ruleSet.version());
        }
    }

    /** The last author of the draft. */
    @Schema(name = "DraftAuthor")
    record DraftAuthor(String type, String id, String name) {

        static DraftAuthor of(Actor author) {
            return new DraftAuthor(author.type().wire(), author.id(), author.name());
        }
    }

    @Schema(name = "RuleSetVersion")
    record VersionResource(String ruleSet, int version, String note, String publishedBy, Instant publishedAt) {

        static VersionResource of(String slug, RuleSetVersion version) {
            return new VersionResource(
                    slug, version.number(), version.note(), version.publishedBy(), version.publishedAt());
        }
    }

    private final RuleSetService ruleSets;

    RuleSetController(RuleSetService ruleSets) {
        this.ruleSets = ruleSets;
    }

    @Requires(Scope.RULES_READ)
    @GetMapping
    @Operation(summary = "List rule sets", description = "Sort by createdAt, updatedAt, slug, name.")
    Page<RuleSetResource> list(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return ruleSets.list(ListParameters.read(parameters, RuleSetService.SORTABLE), RuleSetResource::of);
    }

    @Requires(Scope.RULES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(summary = "Create a rule set", description = "Its draft begins as a copy of the default table.")
    ResponseEntity<RuleSetResource> create(@RequestBody RuleSetRequest request, @Parameter(hidden = true) Actor actor) {
        RuleSet ruleSet = ruleSets.create(request.slug(), request.name(), ShippedRules.defaultTable(), actor);
        return TaggedResponse.created("/ruleSets/" + ruleSet.slug(), RuleSetResource.of(ruleSet), ruleSet.version());
    }

    @Requires(Scope.RULES_READ)
    @GetMapping("/inputs")
    @Operation(summary = "The inputs offered to every table")
    Map<String, List<RuleInput>> inputs() {
        return Map.of("data", RuleInput.ALL);
    }

    @Requires(Scope.RULES_READ)
    @GetMapping("/{slug}")
    @Operation(summary = "Read a rule set")
    ResponseEntity<RuleSetResource> read(@PathVariable String slug) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        return TaggedResponse.ok(RuleSetResource.of(ruleSet), ruleSet.version());
    }

    @Requires(Scope.RULES_PUBLISH)
    @PatchMapping("/{slug}")
    @Operation(
            summary = "Rename a rule set, or ask for two persons to publish it",
            description = "With twoPersonPublication, who changed the draft last cannot publish it.")
    ResponseEntity<RuleSetResource> patch(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody RuleSetPatch patch) {
        RuleSet ruleSet = ruleSets.revise(slug, ifMatch, patch.name(), patch.twoPersonPublication());
        return TaggedResponse.ok(RuleSetResource.of(ruleSet), ruleSet.version());
    }

    @Requires(Scope.RULES_READ)
    @GetMapping(path = "/{slug}/draft", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(summary = "Read the draft as DMN XML")
    ResponseEntity<String> draft(@PathVariable String slug) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        return TaggedResponse.ok(ruleSet.draft(), ruleSet.version());
    }

    @Requires(Scope.RULES_WRITE)
    @PutMapping(
            path = "/{slug}/draft",
            consumes = {MediaType.APPLICATION_XML_VALUE, MediaType.TEXT_XML_VALUE})
    @Operation(
            summary = "Replace the draft by DMN XML",
            description =
                    "DMN 1.1 to 1.5, stored as DMN 1.3, in the encoding that it declares; up to 10 MB and 10,000 rows."
                            + " Refused, with nothing changed, when it cannot be read or shown, refers to something"
                            + " outside itself, or is not written in FEEL; other findings wait for the check.")
    ResponseEntity<RuleSetResource> redraft(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_XML_VALUE,
                                        schema = @Schema(type = "string")),
                                @Content(mediaType = MediaType.TEXT_XML_VALUE, schema = @Schema(type = "string"))
                            })
                    @RequestBody(required = false)
                    byte @Nullable [] dmn,
            @Parameter(hidden = true) Actor actor) {
        RuleSet ruleSet = ruleSets.redraft(slug, ifMatch, draft(dmn == null ? new byte[0] : dmn, headers), actor);
        return TaggedResponse.ok(RuleSetResource.of(ruleSet), ruleSet.version());
    }

    @Requires(Scope.RULES_READ)
    @GetMapping(path = "/{slug}/draft/workbook", produces = WORKBOOK)
    @Operation(
            summary = "Read the draft as an Excel workbook",
            description = "One sheet a table. All cells are texts; the spreadsheet evaluates none of them.")
    ResponseEntity<byte[]> workbook(@PathVariable String slug) {
        RuleSet ruleSet = ruleSets.ruleSet(slug);
        return ResponseEntity.ok()
                .eTag(EntityTags.of(ruleSet.version()))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + slug + ".xlsx\"")
                .body(RuleWorkbookWriter.write(ruleSet.draft()));
    }

    @Requires(Scope.RULES_WRITE)
    @PutMapping(path = "/{slug}/draft/workbook", consumes = WORKBOOK)
    @Operation(
            summary = "Replace the draft by an Excel workbook",
            description =
                    "In the form in which it is downloaded: one sheet a table, up to 20 sheets, 10,000 rows, 10 MB"
                            + " and 60 MB unpacked. A table requires the tables whose outputs it reads. Formulas are refused. A"
                            + " refusal names each fault with sheet and cell, and changes nothing.")
    ResponseEntity<RuleSetResource> redraftByWorkbook(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = WORKBOOK,
                                            schema = @Schema(type = "string", format = "binary")))
                    @RequestBody(required = false)
                    byte @Nullable [] workbook,
            @Parameter(hidden = true) Actor actor) {
        // a workspace without the rule set answers so, whatever the file is
        ruleSets.ruleSet(slug);
        String dmn = RuleWorkbookReader.read(workbook == null ? new byte[0] : workbook);
        RuleSet ruleSet = ruleSets.redraft(slug, ifMatch, written(dmn), actor);
        return TaggedResponse.ok(RuleSetResource.of(ruleSet), ruleSet.version());
    }

    private static DmnDraft written(String dmn) {
        try {
            return DmnDraft.of(dmn);
        } catch (UnreadableXml e) {
            throw new InvalidInput(
                    e.faults().stream().map(fault -> new Fault("", fault)).toList());
        }
    }

    private static DmnDraft draft(byte[] uploaded, HttpHeaders headers) {
        MediaType type = headers.getContentType();
        try {
            return DmnDraft.of(uploaded, type == null ? null : type.getCharset());
        } catch (UnreadableXml e) {
            throw new InvalidInput(
                    e.faults().stream().map(fault -> new Fault("", fault)).toList());
        }
    }

    @Requires(Scope.RULES_PUBLISH)
    @ResponseStatus(HttpStatus.CREATED)
    @RequiresDeploymentLock
    @PostMapping("/{slug}/draft/publish")
    @Operation(
            summary = "Publish the draft as the next version",
            description = "If-Match with the entity tag of the draft publishes that draft or none.")
    ResponseEntity<VersionResource> publish(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Publication request,
            @Parameter(hidden = true) Actor actor) {
        InFlight inFlight = request.inFlight() == null ? null : InFlight.ofWire(request.inFlight());
        RuleSetVersion version = ruleSets.publish(slug, ifMatch, request.note(), inFlight, actor);
        return ResponseEntity.created(URI.create("/ruleSets/" + slug + "/versions/" + version.number()))
                .body(VersionResource.of(slug, version));
    }

    @Requires(Scope.RULES_READ)
    @GetMapping("/{slug}/versions")
    @Operation(summary = "List the published versions, oldest first")
    Map<String, List<VersionResource>> versions(@PathVariable String slug) {
        return Map.of(
                "data",
                ruleSets.versions(slug).stream()
                        .map(version -> VersionResource.of(slug, version))
                        .toList());
    }

    @Requires(Scope.RULES_READ)
    @GetMapping(path = "/{slug}/versions/{number}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Read a published version")
    VersionResource version(@PathVariable String slug, @PathVariable int number) {
        return VersionResource.of(slug, ruleSets.version(slug, number));
    }

    @Requires(Scope.RULES_READ)
    @GetMapping(path = "/{slug}/versions/{number}", produces = MediaType.APPLICATION_XML_VALUE)
    @Operation(summary = "Read a published version as DMN XML")
    String versionXml(@PathVariable String slug, @PathVariable int number) {
        return ruleSets.version(slug, number).dmn();
    }
}
