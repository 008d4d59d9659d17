package dev.enlist.notifications.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.enlist.notifications.NotificationService;
import dev.enlist.notifications.TestMailService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.web.ListParameters;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.WorkspaceScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/notifications")
@Tag(name = "Notifications")
class NotificationController {

    private static final Set<String> STATUSES = Set.of("pending", "sent", "failed", "skipped", "unconfigured");

    /** Whether messages are sent. */
    @Schema(name = "MailState")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StateResource(
            @Schema(
                    allowableValues = {"ready", "delayed", "unconfigured"},
                    description =
                            "unconfigured: no mail server or no sender, so nothing is sent; delayed: attempts came to"
                                    + " nothing, and are made again")
            String status,

            @Schema(example = "programs@example.com") @Nullable
            String from,

            @Schema(description = "Messages in a minute at most")
            int perMinute,

            @Schema(description = "Messages of this workspace that are still to be sent")
            int waiting,

            @Schema(example = "mail-server-unreachable") @Nullable
            String problem) {

        static StateResource of(NotificationService.State state) {
            String working = state.problem() == null ? "ready" : "delayed";
            return new StateResource(
                    state.configured() ? working : "unconfigured",
                    state.from(),
                    state.perMinute(),
                    state.waiting(),
                    state.problem());
        }
    }

    private final NotificationService notifications;
    private final TestMailService testMails;
    private final People people;

    NotificationController(NotificationService notifications, TestMailService testMails, People people) {
        this.notifications = notifications;
        this.testMails = testMails;
        this.people = people;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping
    @Operation(
            summary = "List messages",
            description = "E-mail to applicants and administrators, and its outcome. Kept for 90 days. Sort by"
                    + " createdAt.")
    Page<NotificationResource> list(
            @Parameter(hidden = true) @RequestParam Map<String, String> parameters,
            @Parameter(schema = @Schema(allowableValues = {"pending", "sent", "failed", "skipped", "unconfigured"}))
                    @RequestParam(required = false)
                    @Nullable
                    String status,
            @RequestParam(required = false) @Nullable String programInstanceId,
            @RequestParam(required = false) @Nullable String enrollmentId) {
        List<Fault> faults = new ArrayList<>();
        if (status != null && !STATUSES.contains(status)) {
            faults.add(new Fault("/status", "must be one of pending, sent, failed, skipped, unconfigured"));
        }
        if (programInstanceId != null && !Cuid.isCuid(programInstanceId)) {
            faults.add(new Fault("/programInstanceId", "must be an id"));
        }
        if (enrollmentId != null && !Cuid.isCuid(enrollmentId)) {
            faults.add(new Fault("/enrollmentId", "must be an id"));
        }
        ListQuery query = ListParameters.read(parameters, NotificationService.SORTABLE, faults);
        return notifications
                .list(query, status, programInstanceId, enrollmentId)
                .map(NotificationResource::of);
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/state")
    @Operation(summary = "Read whether messages go out")
    StateResource state() {
        return StateResource.of(notifications.state());
    }

    /** What the mail server answered. */
    @Schema(name = "TestMail")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TestMailResource(
            @Schema(allowableValues = {"sent", "failed"}) String status,

            @Schema(example = "robin@example.com") String to,

            @Schema(example = "mail-server-unreachable", description = "Why it was not sent") @Nullable
            String problem) {}

    @Requires(Scope.OPERATIONS_READ)
    @PostMapping("/testMail")
    @Operation(
            summary = "Send a test mail to oneself",
            description =
                    "For people: to their own address, in one attempt, so that the answer of the mail server is in"
                            + " this answer.")
    TestMailResource testMail(@Parameter(hidden = true) Actor actor) {
        Member self = people.member(WorkspaceScope.current(), actor.id())
                .orElseThrow(() -> new Forbidden("not-a-person", "A key has no address; this is for people."));
        TestMailService.Result result = testMails.sendTo(self);
        return new TestMailResource(result.problem() == null ? "sent" : "failed", result.to(), result.problem());
    }

    @Requires(value = Scope.ENROLLMENTS_READ, limited = Requires.Limited.FILTERED)
    @GetMapping("/{id}")
    @Operation(summary = "Read a message, without its words")
    NotificationResource read(@PathVariable String id) {
        return NotificationResource.of(notifications.logged(id));
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, limited = Requires.Limited.FILTERED)
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{id}/resend")
    @Operation(
            summary = "Send a message again",
            description = "As another message about the same, to the address that is known now and in the words that"
                    + " hold now.")
    ResponseEntity<NotificationResource> resend(@PathVariable String id) {
        return NotificationTemplateController.accepted(notifications.resend(id));
    }
}
