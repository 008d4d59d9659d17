package dev.enlist.notifications.web;

import dev.enlist.notifications.Notification;
import dev.enlist.notifications.NotificationService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.validation.EmailAddress;
import dev.enlist.shared.web.TaggedResponse;
import dev.enlist.template.Notifications;
import dev.enlist.template.ValidMessageTemplate;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/programInstances/{id}/notificationTemplates")
@Tag(name = "Notifications")
class NotificationTemplateController {

    private static final String TYPE = "applicant-approved";

    /**
     * The text of one type of message.
     *
     * @param custom  whether it is the instance's own text
     * @param enabled whether the instance sends messages of this type
     */
    @Schema(name = "NotificationTemplate")
    record TemplateResource(
            @Schema(example = TYPE) String type,
            @Schema(example = "Welcome to {{programName}}") String subject,
            String body,
            boolean custom,
            boolean enabled,

            @Schema(description = "An invitation, which the applicant can unsubscribe from; all others go anyway")
            boolean invitation) {

        static TemplateResource of(NotificationService.Template template) {
            return new TemplateResource(
                    template.type().wire(),
                    template.text().subject(),
                    template.text().body(),
                    template.own(),
                    template.enabled(),
                    template.type().isInvitation());
        }
    }

    /** The texts of all types of message of an instance. */
    @Schema(name = "NotificationTemplates")
    record Templates(List<TemplateResource> data) {}

    /** A text to render; the stored one for members that are absent. */
    @Schema(name = "NotificationPreviewRequest")
    record PreviewRequest(
            @Schema(example = "Welcome, {{firstName}}", description = "The stored subject where absent")
            @Nullable
            @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
            @Size(max = 200)
            @ValidMessageTemplate
            String subject,

            @Schema(description = "The stored words where absent")
            @Nullable
            @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
            @Size(max = 10000)
            @ValidMessageTemplate
            String body,

            @Schema(
                    description = "With the values of this enrollment of the instance, for callers with"
                            + " enrollments:read; with examples where absent")
            @Nullable
            @Size(max = 100)
            String enrollmentId) {}

    @Schema(name = "NotificationPreview")
    record PreviewResource(@Nullable String from, String subject, String text, String html) {}

    @Schema(name = "NotificationTestRequest")
    record TestRequest(
            @Schema(example = "nora@example.com", description = "The address of a member of the workspace")
            @NotNull
            @EmailAddress
            String to) {}

    private final NotificationService notifications;

    NotificationTemplateController(NotificationService notifications) {
        this.notifications = notifications;
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping
    @Operation(
            summary = "Read the words of every message of an instance",
            description = "One for each audience and status. Which of them are sent is said by the instance's"
                    + " notifications.")
    ResponseEntity<Templates> list(@PathVariable String id) {
        List<NotificationService.Template> templates = notifications.templates(id);
        return TaggedResponse.ok(
                new Templates(templates.stream().map(TemplateResource::of).toList()),
                templates.get(0).version());
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @GetMapping("/{type}")
    @Operation(summary = "Read the words of one kind of message")
    ResponseEntity<TemplateResource> read(
            @PathVariable String id, @Parameter(example = TYPE) @PathVariable String type) {
        return answer(notifications.template(id, type));
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @PutMapping("/{type}")
    @Operation(
            summary = "Give a kind of message words of the instance's own",
            description =
                    "Plain text; the page is made of it. {{firstName}} is replaced by a value, {{#reason}} … {{/reason}}"
                            + " is said only where there is one. Values: firstName, lastName, programName, instanceTitle,"
                            + " organizationName, status, reason, date, enrollmentId,"
                            + " applicationNumber, referenceId.")
    ResponseEntity<TemplateResource> write(
            @PathVariable String id,
            @Parameter(example = TYPE) @PathVariable String type,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Notifications.Text words,
            @Parameter(hidden = true) Actor actor) {
        return answer(notifications.setText(id, type, ifMatch, words, actor));
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @DeleteMapping("/{type}")
    @Operation(summary = "Take back the instance's own words", description = "The product's own are sent again.")
    ResponseEntity<TemplateResource> delete(
            @PathVariable String id,
            @Parameter(example = TYPE) @PathVariable String type,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        return answer(notifications.setText(id, type, ifMatch, null, actor));
    }

    @Requires(value = Scope.PROGRAMS_READ, of = Requires.Subject.PROGRAM_INSTANCE)
    @PostMapping("/{type}/preview")
    @Operation(
            summary = "See how a message would read",
            description = "With words that are stored or with others, and with examples for values or those of an"
                    + " enrollment. Nothing is sent.")
    PreviewResource preview(
            @PathVariable String id,
            @Parameter(example = TYPE) @PathVariable String type,
            @RequestBody PreviewRequest request) {
        NotificationService.Preview preview =
                notifications.preview(id, type, request.subject(), request.body(), request.enrollmentId());
        return new PreviewResource(preview.from(), preview.subject(), preview.text(), preview.html());
    }

    @Requires(value = Scope.PROGRAMS_WRITE, of = Requires.Subject.PROGRAM_INSTANCE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{type}/test")
    @Operation(
            summary = "Send a message to oneself",
            description = "With example values, to a member of the workspace, over the mail server that"
                    + " all messages take. Location names the message, where its outcome can be read.")
    ResponseEntity<NotificationResource> test(
            @PathVariable String id,
            @Parameter(example = TYPE) @PathVariable String type,
            @RequestBody TestRequest request) {
        return accepted(notifications.test(id, type, request.to()));
    }

    private static ResponseEntity<TemplateResource> answer(NotificationService.Template template) {
        return TaggedResponse.ok(TemplateResource.of(template), template.version());
    }

    static ResponseEntity<NotificationResource> accepted(Notification notification) {
        return ResponseEntity.accepted()
                .location(URI.create("/notifications/" + notification.id()))
                .body(NotificationResource.of(notification));
    }
}
