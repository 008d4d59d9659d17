package dev.enlist.template.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Actor;
import dev.enlist.shared.MergePatch;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.template.TemplateService;
import dev.enlist.template.TemplateVersion;
import dev.enlist.template.VersionContent;
import dev.enlist.template.VersionDiff;
import dev.enlist.template.VersionStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/templates/{slug}/versions")
@Tag(name = "Templates")
class TemplateVersionController {

    /** What differs, part by part. */
    @Schema(name = "TemplateVersionDiff")
    record DiffResource(int from, int to, VersionDiff changes) {}

    private final TemplateService templates;
    private final StrictJson json;

    TemplateVersionController(TemplateService templates, StrictJson json) {
        this.templates = templates;
        this.json = json;
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping
    @Operation(summary = "List the versions of a template, oldest first")
    Map<String, List<VersionResource>> list(@PathVariable String slug) {
        return Map.of(
                "data",
                templates.versions(slug).stream().map(VersionResource::of).toList());
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Make a new draft",
            description = "From scratch, or with from as a copy of a version, onto which the other members are merged"
                    + " (RFC 7396). Defaults must satisfy the schema; every fault is listed.")
    ResponseEntity<VersionResource> create(
            @PathVariable String slug,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = VersionRequest.class),
                                            examples = {
                                                @ExampleObject(name = "from scratch", value = """
                                                                {"programType": "rebate",
                                                                 "defaults": {"incentive": {"amount": 500}},
                                                                 "schema": {"type": "object", "properties": {"incentive":
                                                                   {"type": "object", "properties": {"amount":
                                                                     {"type": "number", "minimum": 0}}}}},
                                                                 "lockedFields": ["/incentive/amount"]}"""),
                                                @ExampleObject(name = "from version 1", value = """
                                                                {"from": 1, "note": "Higher rebates",
                                                                 "defaults": {"incentive": {"amount": 750}}}""")
                                            }))
                    @RequestBody
                    JsonNode body,
            @Parameter(hidden = true) Actor actor) {
        TemplateVersion version = templates.draft(slug, content(slug, body), actor);
        return TaggedResponse.created(
                "/templates/" + slug + "/versions/" + version.number(), VersionResource.of(version), version.version());
    }

    private VersionContent content(String slug, JsonNode body) {
        JsonNode from = body.path("from");
        if (from.isMissingNode() || from.isNull()) {
            return json.read(without(body, "from"), VersionRequest.class).content(json);
        }
        if (!from.canConvertToInt() || !from.isIntegralNumber() || from.intValue() < 1) {
            throw new InvalidInput("/from", "must be the number of a version");
        }
        boolean exists = templates.versions(slug).stream().anyMatch(version -> version.number() == from.intValue());
        if (!exists) {
            throw new InvalidInput("/from", "names no version of this template");
        }
        VersionContent copied = templates.version(slug, from.intValue()).content();
        return patched(copied, without(body, "from"));
    }

    private static JsonNode without(JsonNode body, String member) {
        return body instanceof ObjectNode object ? object.deepCopy().without(member) : body;
    }

    private VersionContent patched(VersionContent content, JsonNode patch) {
        ObjectNode before = (ObjectNode) json.write(content);
        if (content.ruleSet() != null) {
            before.set("ruleSet", json.write(VersionRequest.RuleSetChoice.of(content.ruleSet())));
        }
        return json.read(MergePatch.apply(before, patch), VersionRequest.class).content(json);
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/{number}")
    @Operation(summary = "Read a version")
    ResponseEntity<VersionResource> read(@PathVariable String slug, @PathVariable int number) {
        return answer(templates.version(slug, number));
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @PatchMapping("/{number}")
    @Operation(
            summary = "Change a draft",
            description =
                    "JSON merge patch (RFC 7396): null clears a member. Refused with version-immutable once it has"
                            + " been activated.")
    ResponseEntity<VersionResource> patch(
            @PathVariable String slug,
            @PathVariable int number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = VersionRequest.class)))
                    @RequestBody
                    JsonNode patch) {
        return answer(templates.revise(slug, number, ifMatch, content -> patched(content, patch)));
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @PostMapping("/{number}/activate")
    @Operation(summary = "Activate a draft", description = "From now on it may be used, and changes no more.")
    ResponseEntity<VersionResource> activate(
            @PathVariable String slug,
            @PathVariable int number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(templates.move(slug, number, ifMatch, VersionStatus.ACTIVE, actor));
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @PostMapping("/{number}/deprecate")
    @Operation(
            summary = "Deprecate an active version",
            description = "Nothing new begins with it; running instances stay as they are.")
    ResponseEntity<VersionResource> deprecate(
            @PathVariable String slug,
            @PathVariable int number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(templates.move(slug, number, ifMatch, VersionStatus.DEPRECATED, actor));
    }

    @Requires(Scope.TEMPLATES_WRITE)
    @PostMapping("/{number}/archive")
    @Operation(summary = "Archive a deprecated version", description = "It stays readable.")
    ResponseEntity<VersionResource> archive(
            @PathVariable String slug,
            @PathVariable int number,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(templates.move(slug, number, ifMatch, VersionStatus.ARCHIVED, actor));
    }

    @Requires(Scope.TEMPLATES_READ)
    @GetMapping("/{number}/diff/{other}")
    @Operation(
            summary = "What differs between two versions",
            description =
                    "Part by part, by JSON pointer: what was added, removed and changed on the way from the first to"
                            + " the second.")
    DiffResource diff(@PathVariable String slug, @PathVariable int number, @PathVariable int other) {
        return new DiffResource(
                number,
                other,
                VersionDiff.of(
                        templates.version(slug, number).content(),
                        templates.version(slug, other).content()));
    }

    private static ResponseEntity<VersionResource> answer(TemplateVersion version) {
        return TaggedResponse.ok(VersionResource.of(version), version.version());
    }
}
