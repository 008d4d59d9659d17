package dev.enlist.program.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.form.FormVersion;
import dev.enlist.form.FormVersionService;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Published versions of the form of a program instance. */
@RestController
@RequestMapping("/programInstances/{id}/formVersions")
@Tag(name = "Program instances")
class FormVersionController {

    @Schema(name = "FormPublication")
    record PublicationRequest(
            @Schema(example = "Asks for the account number", description = "What is new, for people")
            @Nullable
            @Size(min = 1, max = 500)
            String note) {}

    /** A person, key or process that published a version. */
    @Schema(name = "FormPublisher")
    record Publisher(String type, String id, String name) {}

    @Schema(name = "FormVersion")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FormVersionResource(
            @Schema(example = "3") int version,
            @Nullable String note,
            Publisher publishedBy,
            Instant publishedAt,

            @Schema(description = "SHA-256 of the form; equal for equal forms")
            String digest,

            @Schema(description = "Whether people who apply now get this version")
            boolean newest,

            @Schema(description = "Left out in lists") @Nullable
            Map<String, Object> formConfig) {

        static FormVersionResource of(FormVersion version, boolean newest, boolean full) {
            Actor by = version.publishedBy();
            return new FormVersionResource(
                    version.number(),
                    version.note().orElse(null),
                    new Publisher(by.type().wire(), by.id(), by.name()),
                    version.publishedAt(),
                    version.digest(),
                    newest,
                    full ? version.definition() : null);
        }
    }

    @Schema(name = "FormVersionList")
    record FormVersionList(
            List<FormVersionResource> data,

            @Schema(description = "Whether formConfig of the instance differs from the newest version")
            boolean unpublishedChanges) {}

    private final ProgramInstanceService instances;
    private final FormVersionService versions;

    FormVersionController(ProgramInstanceService instances, FormVersionService versions) {
        this.instances = instances;
        this.versions = versions;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping
    @Operation(
            summary = "List the published versions of the form, newest first",
            description = "Without the forms themselves. People who have begun an application go on with its version.")
    FormVersionList list(@PathVariable String id) {
        ProgramInstance instance = instances.instance(id);
        List<FormVersion> all = versions.versions(id);
        Map<String, Object> form = instance.details().formConfig();
        boolean changed =
                all.isEmpty() ? form != null : form == null || !all.get(0).isOf(form);
        return new FormVersionList(
                all.stream()
                        .map(version -> FormVersionResource.of(version, version == all.get(0), false))
                        .toList(),
                changed);
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/{number}")
    @Operation(summary = "Read a published version of the form")
    FormVersionResource read(@PathVariable String id, @PathVariable int number) {
        instances.instance(id);
        FormVersion version = versions.version(id, number);
        boolean newest =
                versions.newest(id).filter(latest -> latest.number() == number).isPresent();
        return FormVersionResource.of(version, newest, true);
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping
    @Operation(
            summary = "Publish the form of a program instance",
            description =
                    "Makes an immutable version of formConfig, which people who begin an application from now on get."
                            + " A form that is the newest version already makes none, and the answer is that version.")
    ResponseEntity<FormVersionResource> publish(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody PublicationRequest request,
            @Parameter(hidden = true) Actor actor) {
        FormVersion version = instances.publishForm(id, ifMatch, request.note(), actor);
        return ResponseEntity.created(URI.create("/programInstances/" + id + "/formVersions/" + version.number()))
                .body(FormVersionResource.of(version, true, true));
    }
}
