package dev.enlist.applicant;

import dev.enlist.notifications.MessageType;
import dev.enlist.notifications.NotificationService;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Invites the participants of an instance to renew in the newest open instance of the program. The message carries the link
 * to the status page, where the answers of the earlier application are checked and sent again. Each participant is invited
 * once to an instance; people who unsubscribed from invitations get none.
 */
@Service
public class RenewalInvitationService {

    /** Participants who are not in the newer instance yet, as {@link RenewalFinder} finds them, and whether they were invited. */
    private static final String PARTICIPANTS = """
            select e.id, r.enrollment_id is not null as invited
            from enrollment e
            left join renewal_invitation r on r.enrollment_id = e.id and r.program_instance_id = :target
            where e.workspace_id = :workspace and e.program_instance_id = :instance
              and (e.status = 'approved' and e.exit_kind is null
                   or e.status in ('approved', 'unenrolled') and e.exit_kind = 'program-ended')
              and not exists (
                select 1 from enrollment n
                where n.workspace_id = :workspace and n.program_instance_id = :target
                  and (n.previous_enrollment_id = e.id
                       or n.email_key = e.email_key and n.status in ('candidate', 'eligible', 'submitted', 'approved')))
            """;

    private final JdbcClient jdbc;
    private final ProgramInstanceService instances;
    private final RenewalFinder targets;
    private final ApplicantLinkService links;
    private final NotificationService notifications;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RenewalInvitationService(
            JdbcClient jdbc,
            ProgramInstanceService instances,
            RenewalFinder targets,
            ApplicantLinkService links,
            NotificationService notifications,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.targets = targets;
        this.links = links;
        this.notifications = notifications;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What was done, or would be.
     *
     * @param invited        participants who get a message
     * @param invitedEarlier participants who got one before and have not renewed
     */
    public record Invited(
            String targetProgramInstanceId, String targetTitle, boolean dryRun, int invited, int invitedEarlier) {}

    private record Participant(String enrollmentId, boolean invited) {}

    /**
     * Invites every participant who has not renewed and was not invited yet.
     *
     * @param dryRun whether to count only
     * @throws Conflict {@code no-renewal-open} where no newer instance takes applications, {@code mail-unconfigured} where
     *     no message can be sent
     */
    @Transactional
    public Invited invite(String programInstanceId, boolean dryRun) {
        Instant now = clock.instant();
        ProgramInstance target = targets.target(instances.instance(programInstanceId), now)
                .orElseThrow(() -> new Conflict(
                        "no-renewal-open",
                        "No newer instance of this program takes applications by a published form. Copy this instance,"
                                + " publish the form of the copy, and invite then."));
        if (!dryRun && !links.canMail()) {
            throw ApplicantLinkService.mailUnconfigured();
        }
        List<Participant> participants = jdbc.sql(PARTICIPANTS)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("instance", programInstanceId)
                .param("target", target.getId())
                .query((row, n) -> new Participant(row.getString(1), row.getBoolean(2)))
                .list();
        List<String> due = participants.stream()
                .filter(participant -> !participant.invited())
                .map(Participant::enrollmentId)
                .toList();
        if (!dryRun && !due.isEmpty()) {
            due = remember(due, target, now);
            notifications.notifyApplicants(due, MessageType.RENEWAL_DUE);
            events.publishEvent(new AuditNote(
                    "renewalInvitations.send",
                    "programInstance",
                    programInstanceId,
                    Map.of(),
                    Map.of("target", target.getId(), "invited", due.size())));
        }
        int earlier = participants.size() - due.size();
        return new Invited(target.getId(), target.details().title(), dryRun, due.size(), earlier);
    }

    /** Returns those that no other request has invited at the same time. */
    private List<String> remember(List<String> enrollmentIds, ProgramInstance target, Instant now) {
        return jdbc.sql("""
                        insert into renewal_invitation (enrollment_id, program_instance_id, workspace_id, invited_at)
                        select id, :target, :workspace, :now from unnest(:ids::text[]) as id
                        on conflict do nothing
                        returning enrollment_id
                        """)
                .param("target", target.getId())
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("now", Timestamp.from(now))
                .param("ids", enrollmentIds.toArray(String[]::new))
                .query(String.class)
                .list();
    }
}
