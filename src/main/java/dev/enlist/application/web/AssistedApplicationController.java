package dev.enlist.application.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.application.AssistedApplicationService;
import dev.enlist.enrollment.Assistance;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.validation.FreeJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Applications that staff enters for an applicant. */
@RestController
@RequestMapping("/programInstances/{id}")
@Tag(name = "Enrollments")
class AssistedApplicationController {

    private static final String ANSWERS =
            "{\"firstName\": \"Suzie\", \"lastName\": \"Homeowner\", \"email\": \"suzie@example.com\"}";

    @Schema(name = "AssistedApplicationRequest")
    record AssistedRequest(
            @Schema(
                    example = ANSWERS,
                    description = "By name of the field: texts, numbers, booleans, lists of texts, dates such as"
                            + " 2026-01-31, and objects with the parts of an address or a device")
            @NotNull
            @FreeJson
            Map<String, Object> answers,

            @Schema(
                    example = "phone",
                    description = "How the applicant agreed",
                    allowableValues = {"phone", "inPerson", "letter", "email", "representative", "other"})
            @NotNull
            @Pattern(
                    regexp = Assistance.CONSENTS,
                    message = "must be phone, inPerson, letter, email, representative or other")
            String consent,

            @Schema(example = "Called on 27 November; her daughter listened in") @Nullable @Size(min = 1, max = 1000)
            String note,

            @Schema(example = "en", description = "Language of messages to the applicant; the first one of the form")
            @Nullable
            @Pattern(
                    regexp = "[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}",
                    message = "must be a language tag such as en, es or pt-BR")
            String language,

            @Schema(
                    description = "Whether an eligible application is submitted at once; true where absent. false where"
                            + " documents are added before POST /enrollments/{id}/submit")
            @Nullable
            Boolean submit) {}

    @Schema(name = "FormAnswersRequest")
    record AnswersRequest(
            @Schema(example = ANSWERS) @NotNull @FreeJson Map<String, Object> answers) {}

    /** The result of an application. */
    @Schema(name = "AssistedApplication")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AssistedResource(
            String enrollmentId,
            @Schema(example = "B7K3-9QXM") String applicationNumber,
            EnrollmentStatus status,
            @Nullable String reason) {

        static AssistedResource of(Enrollment enrollment) {
            return new AssistedResource(
                    enrollment.getId(),
                    enrollment.applicationNumber(),
                    enrollment.status(),
                    enrollment.reason().orElse(null));
        }
    }

    /** Which questions are asked with these answers, and what to correct. */
    @Schema(name = "FormAnswersCheck")
    record CheckResource(
            @Schema(example = "[\"firstName\", \"lastName\"]", description = "Names of the fields that are asked")
            List<String> visible,

            List<AnswerFaultResource> faults) {

        static CheckResource of(AssistedApplicationService.Check check) {
            return new CheckResource(
                    check.visible(),
                    check.faults().stream().map(AnswerFaultResource::of).toList());
        }
    }

    /** One answer to correct. */
    @Schema(name = "FormAnswerFault")
    record AnswerFaultResource(
            @Schema(example = "/answers/firstName") String pointer,
            @Schema(example = "Enter first name") String message) {

        static AnswerFaultResource of(Fault fault) {
            return new AnswerFaultResource(fault.pointer(), fault.message());
        }
    }

    private final AssistedApplicationService applications;

    AssistedApplicationController(AssistedApplicationService applications) {
        this.applications = applications;
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping("/assistedApplications")
    @Operation(
            summary = "Apply for an applicant",
            description = "With the questions and checks of the newest published form, or of the form as it is edited"
                    + " where none is published. The enrollment is admitted like every other one, and carries assisted:"
                    + " who applied and how the applicant agreed. An eligible one is submitted in the same transaction,"
                    + " and the applicant gets a mail. A missing file is no fault: add documents to the enrollment.")
    ResponseEntity<AssistedResource> apply(
            @PathVariable String id, @RequestBody AssistedRequest request, @Parameter(hidden = true) Actor actor) {
        Enrollment enrollment = applications.apply(
                id,
                new AssistedApplicationService.Entry(
                        request.answers(),
                        request.language(),
                        request.consent(),
                        request.note(),
                        !Boolean.FALSE.equals(request.submit())),
                actor);
        return ResponseEntity.created(URI.create("/enrollments/" + enrollment.getId()))
                .body(AssistedResource.of(enrollment));
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @PostMapping("/formAnswers/check")
    @Operation(
            summary = "Check answers of the form",
            description = "Which fields are asked with these answers, and what to correct. Stores nothing.")
    CheckResource check(@PathVariable String id, @RequestBody AnswersRequest request) {
        return CheckResource.of(applications.check(id, request.answers()));
    }
}
