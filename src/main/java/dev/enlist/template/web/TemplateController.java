package dev.enlist.template.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.Slugs;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.validation.Slug;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.template.Template;
import dev.enlist.template.TemplateService;
import dev.enlist.template.TemplateService.Naming;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotBlank;
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
@RequestMapping("/templates")
@Tag(name = "Templates")
class TemplateController {

    /** What callers send to create or change a template; what it says goes into its versions. */
    @Schema(name = "TemplateRequest")
    record TemplateRequest(
            @Schema(example = "battery-rebate", description = "Made from the name where absent") @Nullable @Slug
            String slug,

            @Schema(example = "Battery rebate") @NotBlank @Size(max = 200)
            String name,

            @Schema(example = "Rebates for batteries at home, with a yearly budget") @Nullable @Size(max = 5000)
            String description) {

        Naming naming() {
            return new Naming(slug == null ? Slugs.of(name) : slug, name, description == null ? "" : description);
        }
    }

    /**
     * A template on the wire.
     *
     * @param latestVersion number of the newest version, 0 for none
     * @param activeVersion the newest that is active, absent where none is
     */
    @Schema(name = "Template")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TemplateResource(
            String id,
            @Schema(example = "rebate") String slug,
            @Schema(example = "Rebate") String name,
            String description,
            @Schema(example = "2") int latestVersion,
            @Schema(example = "1") @Nullable Integer activeVersion,
            Instant createdAt,
            Instant updatedAt,
            int version) {

        static TemplateResource of(Template template) {
            return new TemplateResource(
                    template.getId(),
                    template.slug(),
                    template.name(),
                    template.description(),
                    template.latestVersion(),
                    template.activeVersion().orElse(null),
                    template.createdAt(),
                    template.updatedAt(),
                    template.version());
        }
    }

    private final TemplateService templates;
    private final StrictJson json;

    TemplateController(TemplateService templates, StrictJson json) {
        this.templates = templates;
        this.json = json;
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping
    @Operation(
            summary = "List templates",
            description = "Every workspace begins with ten of its own. Sort by createdAt, updatedAt, slug, name.")
    Page<TemplateResource> list(@Parameter(hidden = true) @RequestParam Map<String, String> parameters) {
        return templates.list(ListParameters.read(parameters, TemplateService.SORTABLE), TemplateResource::of);
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Create a template",
            description = "Its first version is made by POST /templates/{slug}/versions.")
    ResponseEntity<TemplateResource> create(@RequestBody TemplateRequest request) {
        Naming naming = request.naming();
        Template template = templates.create(naming.slug(), naming.name(), naming.description());
        return TaggedResponse.created(
                "/templates/" + template.slug(), TemplateResource.of(template), template.version());
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/{slug}")
    @Operation(summary = "Read a template")
    ResponseEntity<TemplateResource> read(@PathVariable String slug) {
        Template template = templates.template(slug);
        return TaggedResponse.ok(TemplateResource.of(template), template.version());
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @PatchMapping("/{slug}")
    @Operation(
            summary = "Change name and description of a template",
            description = "JSON merge patch (RFC 7396): null clears a member.")
    ResponseEntity<TemplateResource> patch(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = TemplateRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        Template template = templates.rename(
                slug,
                ifMatch,
                naming -> json.read(MergePatch.apply(json.write(naming), patch), TemplateRequest.class)
                        .naming());
        return TaggedResponse.ok(TemplateResource.of(template), template.version());
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @DeleteMapping("/{slug}")
    @Operation(
            summary = "Delete a template and its versions",
            description = "Refused with template-in-use while there are instances of it.")
    ResponseEntity<Void> delete(
            @PathVariable String slug,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        templates.delete(slug, ifMatch);
        return ResponseEntity.noContent().build();
    }
}
