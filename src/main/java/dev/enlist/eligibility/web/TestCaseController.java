package dev.enlist.eligibility.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.eligibility.cases.RuleTestCase;
import dev.enlist.eligibility.cases.TestCaseCsv;
import dev.enlist.eligibility.cases.TestCaseDetails;
import dev.enlist.eligibility.cases.TestCaseService;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.validation.FreeJson;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/ruleSets/{slug}/testCases")
@Tag(name = "Rule sets")
class TestCaseController {

    private static final String CSV = "text/csv";

    @Schema(name = "TestCaseRequest")
    record TestCaseRequest(
            @Schema(example = "Lives in New York") @NotBlank @Size(max = 200)
            String name,

            @Schema(description = "See /ruleSets/inputs; what is absent is null", example = "{\"state\": \"NY\"}")
            @NotNull
            @FreeJson
            Map<String, Object> inputs,

            @Schema(example = "eligible")
            @NotNull
            @Pattern(regexp = "eligible|ineligible|manual", message = "must be eligible, ineligible or manual")
            String expectedStatus,

            @Schema(description = "Any will do where absent", example = "at-home") @Nullable @Slug
            String expectedCode) {

        static TestCaseRequest of(TestCaseDetails details) {
            return new TestCaseRequest(
                    details.name(), details.inputs(), details.expectedStatus(), details.expectedCode());
        }

        TestCaseDetails details() {
            return new TestCaseDetails(name, inputs, expectedStatus, expectedCode);
        }
    }

    @Schema(name = "TestCase")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestCaseResource(
            String id,
            String name,
            Map<String, @Nullable Object> inputs,
            String expectedStatus,
            @Nullable String expectedCode,
            Instant createdAt,
            Instant updatedAt,
            int version) {

        static TestCaseResource of(RuleTestCase testCase) {
            return new TestCaseResource(
                    testCase.getId(),
                    testCase.name(),
                    testCase.inputs(),
                    testCase.expectedStatus(),
                    testCase.expectedCode().orElse(null),
                    testCase.createdAt(),
                    testCase.updatedAt(),
                    testCase.version());
        }
    }

    @Schema(name = "TestCaseImport")
    record ImportResource(int created, int updated) {}

    private final TestCaseService cases;
    private final StrictJson json;

    TestCaseController(TestCaseService cases, StrictJson json) {
        this.cases = cases;
        this.json = json;
    }

    @Requires(Scope.RULES_READ)
    @GetMapping
    @Operation(summary = "List the test cases of a rule set", description = "Sort by createdAt, updatedAt, name.")
    Page<TestCaseResource> list(
            @PathVariable String slug, @Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return cases.list(slug, ListParameters.read(parameters, TestCaseService.SORTABLE), TestCaseResource::of);
    }

    @Requires(Scope.RULES_READ)
    @GetMapping(produces = CSV)
    @Operation(summary = "All test cases of a rule set as CSV", description = "As the import takes them.")
    String export(@PathVariable String slug) {
        return TestCaseCsv.write(cases.all(slug));
    }

    @Requires(Scope.RULES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(summary = "Add a test case", description = "Its name is unique within the rule set.")
    ResponseEntity<TestCaseResource> create(@PathVariable String slug, @RequestBody TestCaseRequest request) {
        RuleTestCase created = cases.create(slug, request.details());
        return TaggedResponse.created(
                "/ruleSets/" + slug + "/testCases/" + created.getId(), TestCaseResource.of(created), created.version());
    }

    @Requires(Scope.RULES_WRITE)
    @PostMapping(path = "/import", consumes = CSV)
    @Operation(
            summary = "Import test cases from CSV",
            description =
                    "Columns name, expectedStatus, expectedCode and the inputs, with dots into metadata and config."
                            + " Several values in one cell are separated by |. A case of a name that is there is replaced."
                            + " All or nothing: the answer names every fault with line and column.")
    ImportResource importCsv(
            @PathVariable String slug,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = CSV, examples = @ExampleObject(CSV_EXAMPLE)))
                    @RequestBody
                    String csv) {
        TestCaseService.Imported imported = cases.importAll(slug, TestCaseCsv.read(csv));
        return new ImportResource(imported.created(), imported.updated());
    }

    @Requires(Scope.RULES_READ)
    @GetMapping("/{id}")
    @Operation(summary = "Read a test case")
    ResponseEntity<TestCaseResource> read(@PathVariable String slug, @PathVariable String id) {
        RuleTestCase found = cases.testCase(slug, id);
        return TaggedResponse.ok(TestCaseResource.of(found), found.version());
    }

    @Requires(Scope.RULES_WRITE)
    @PatchMapping("/{id}")
    @Operation(summary = "Change a test case", description = "JSON merge patch (RFC 7396): null clears a member.")
    ResponseEntity<TestCaseResource> patch(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = TestCaseRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        RuleTestCase changed = cases.revise(
                slug,
                id,
                ifMatch,
                details -> json.read(
                                MergePatch.apply(json.write(TestCaseRequest.of(details)), patch), TestCaseRequest.class)
                        .details());
        return TaggedResponse.ok(TestCaseResource.of(changed), changed.version());
    }

    @Requires(Scope.RULES_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a test case")
    ResponseEntity<Void> delete(
            @PathVariable String slug,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        cases.delete(slug, id, ifMatch);
        return ResponseEntity.noContent().build();
    }

    private static final String CSV_EXAMPLE = """
            name,state,manufacturerSlugs,metadata.monthlyKwh,expectedStatus,expectedCode
            Lives in New York,NY,tesla|enphase,640,eligible,at-home
            """;
}
