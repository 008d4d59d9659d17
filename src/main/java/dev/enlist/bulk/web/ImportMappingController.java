package dev.enlist.bulk.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.bulk.ImportMapping;
import dev.enlist.bulk.ImportMappingService;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
@RequestMapping("/importMappings")
@Tag(name = "Imports")
class ImportMappingController {

    private static final int MAX_COLUMNS = 1_000;

    private final ImportMappingService mappings;
    private final StrictJson json;

    ImportMappingController(ImportMappingService mappings, StrictJson json) {
        this.mappings = mappings;
        this.json = json;
    }

    @Schema(name = "ImportMappingRequest")
    record MappingRequest(
            @Schema(example = "Rebate file of the utility") @NotBlank @Size(max = 100)
            String name,

            @Schema(
                    example = "{\"Zip\": \"address.postalCode\", \"State\": \"address.state\"}",
                    description = "From the name of a column to a member; null leaves the column out")
            @NotNull
            @Size(min = 1, max = MAX_COLUMNS)
            Map<@NotNull @Size(max = 1000) String, @Nullable @Size(max = 1000) String> columns) {

        ImportMappingService.Details details() {
            return new ImportMappingService.Details(name, columns);
        }
    }

    @Schema(name = "ImportMapping")
    record MappingResource(
            String id,
            String name,
            Map<String, @Nullable String> columns,
            Instant createdAt,
            Instant updatedAt,
            int version) {

        static MappingResource of(ImportMapping mapping) {
            return new MappingResource(
                    mapping.getId(),
                    mapping.name(),
                    mapping.columns(),
                    mapping.createdAt(),
                    mapping.updatedAt(),
                    mapping.version());
        }
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(summary = "List the named mappings of columns", description = "In the order of their ids.")
    Page<MappingResource> list(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return ListParameters.read(parameters, Map.of())
                .slice(mappings.list(), ImportMapping::getId, MappingResource::of);
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Keep a mapping of columns under a name",
            description = "For files of the same kind; the import itself takes it as mapping. A name is used once (409"
                    + " already-exists), and a workspace has at most 200 (409 too-many-mappings).")
    ResponseEntity<MappingResource> create(@RequestBody MappingRequest request) {
        ImportMapping made = mappings.create(request.details());
        return TaggedResponse.created("/importMappings/" + made.getId(), MappingResource.of(made), made.version());
    }

    @Requires(value = Scope.IMPORTS_READ, limited = Requires.Limited.CLOSED)
    @GetMapping("/{id}")
    @Operation(summary = "Read a named mapping of columns")
    ResponseEntity<MappingResource> read(@PathVariable String id) {
        ImportMapping mapping = mappings.read(id);
        return TaggedResponse.ok(MappingResource.of(mapping), mapping.version());
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.CLOSED)
    @PatchMapping("/{id}")
    @Operation(
            summary = "Change a named mapping of columns",
            description = "The columns are replaced as a whole; a member that is absent stays as it is.")
    ResponseEntity<MappingResource> patch(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = MappingRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        ImportMapping changed = mappings.revise(id, ifMatch, present -> {
            JsonNode before = json.write(new MappingRequest(present.name(), present.columns()));
            // null in columns leaves a column out, where a merge patch would remove it from the mapping
            JsonNode merged = patch.has("columns")
                    ? ((com.fasterxml.jackson.databind.node.ObjectNode) MergePatch.apply(before, patch))
                            .set("columns", patch.get("columns"))
                    : MergePatch.apply(before, patch);
            return json.read(merged, MappingRequest.class).details();
        });
        return TaggedResponse.ok(MappingResource.of(changed), changed.version());
    }

    @Requires(value = Scope.IMPORTS_WRITE, limited = Requires.Limited.CLOSED)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{id}")
    @Operation(summary = "Delete a named mapping of columns", description = "Imports that used it stay as they are.")
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        mappings.delete(id, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
