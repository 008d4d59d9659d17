package dev.enlist.applicant;

import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.notifications.ApplicantLinks;
import dev.enlist.notifications.MessageType;
import dev.enlist.notifications.NotificationService;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.PublicLinks;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The links by which applicants open their application, {@code /applications/{token}}. An enrollment has one link at a
 * time, which all messages to the applicant carry. It ends 90 days after the last of them, when the applicant asks for a
 * new one, and when staff revoke it. See {@link ApplicantLinkCodec} for what a link contains.
 */
@Service
public class ApplicantLinkService implements ApplicantLinks {

    /** How long a link works after the last message with it. */
    public static final Duration LASTS = Duration.ofDays(90);

    static final String PATH = "/applications/";

    private final ApplicantLinkRepository links;
    private final ApplicantLinkCodec tokens;
    private final EnrollmentQueries enrollments;
    private final NotificationService notifications;
    private final PublicLinks addresses;
    private final TenancyService tenancy;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ApplicantLinkService(
            ApplicantLinkRepository links,
            ApplicantLinkCodec tokens,
            EnrollmentQueries enrollments,
            NotificationService notifications,
            PublicLinks addresses,
            TenancyService tenancy,
            ApplicationEventPublisher events,
            Clock clock) {
        this.links = links;
        this.tokens = tokens;
        this.enrollments = enrollments;
        this.notifications = notifications;
        this.addresses = addresses;
        this.tenancy = tenancy;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What a token opens.
     *
     * @param valid false for a token that was replaced or revoked, or has expired; it opens nothing, but a new link can be
     *     sent to the applicant
     */
    public record Opened(WorkspaceRef workspace, String enrollmentId, boolean valid) {}

    /** Needs no workspace in scope. Empty for a forged token, and after the enrollment was erased. */
    public Optional<Opened> open(String token) {
        return tokens.parse(token)
                .flatMap(named -> tenancy.workspace(named.workspaceId())
                        .flatMap(workspace -> WorkspaceScope.in(
                                workspace,
                                () -> links.find(named.enrollmentId())
                                        .map(stored -> new Opened(
                                                workspace,
                                                named.enrollmentId(),
                                                stored.isValid(named.generation(), clock.instant()))))));
    }

    /** The path of the link to an enrollment of the workspace in scope, such as {@code /applications/…}. */
    @Transactional
    public String pathTo(String enrollmentId) {
        return extend(List.of(enrollmentId)).stream()
                .findFirst()
                .map(this::path)
                .orElseThrow(() -> new NotFound("enrollment"));
    }

    /**
     * The same as {@link #applicationsReceived} for one application.
     *
     * @return the path of the link
     */
    @Transactional
    public String applicationReceived(String enrollmentId) {
        return Optional.ofNullable(applicationsReceived(List.of(enrollmentId)).get(enrollmentId))
                .orElseThrow(() -> new NotFound("enrollment"));
    }

    /**
     * Creates the links of applications that came by the public form, and the messages with their numbers and links. In the
     * transaction that submits the applications. Two statements, whatever their number.
     *
     * @return the path of each link, by the id of the enrollment
     */
    @Transactional
    public Map<String, String> applicationsReceived(Collection<String> enrollmentIds) {
        notifications.notifyApplicants(enrollmentIds, MessageType.APPLICATION_RECEIVED);
        Map<String, String> paths = new HashMap<>();
        extend(enrollmentIds).forEach(link -> paths.put(link.enrollmentId(), path(link)));
        return paths;
    }

    @Override
    @Transactional
    public Map<String, String> linksTo(Collection<String> enrollmentIds) {
        Map<String, String> found = new HashMap<>();
        if (addresses.isConfigured()) {
            extend(enrollmentIds).forEach(link -> found.put(link.enrollmentId(), addresses.to(path(link))));
        }
        return found;
    }

    private List<ApplicantLinkRepository.Current> extend(Collection<String> enrollmentIds) {
        Instant now = clock.instant();
        return links.extend(enrollmentIds, now, now.plus(LASTS));
    }

    /** The page opens in the language of the application. */
    private String path(ApplicantLinkRepository.Current link) {
        String token = tokens.of(new ApplicantLinkCodec.Named(
                WorkspaceScope.current().workspaceId(), link.enrollmentId(), link.generation()));
        return PATH + token + (link.language() == null ? "" : "?lang=" + link.language());
    }

    /** Whether a link can be mailed: a mail server and the public address of the installation are configured. */
    public boolean canMail() {
        return notifications.sends() && addresses.isConfigured();
    }

    /**
     * Ends the link of an enrollment; the next message to the applicant carries a new one.
     *
     * @param ifMatch entity tag of the enrollment; null for any
     */
    @Transactional
    public void revoke(String enrollmentId, @Nullable String ifMatch) {
        replace(enrollmentId, ifMatch);
        events.publishEvent(new AuditNote("applicantLink.revoke", "enrollment", enrollmentId, Map.of(), Map.of()));
    }

    /**
     * Ends the link of an enrollment and mails a new one to the address of the application.
     *
     * @throws Conflict where no message can be sent
     */
    @Transactional
    public void resend(String enrollmentId, @Nullable String ifMatch) {
        enrollments.enrollment(enrollmentId);
        if (!canMail()) {
            throw mailUnconfigured();
        }
        replace(enrollmentId, ifMatch);
        notifications.notifyApplicant(enrollmentId, MessageType.APPLICATION_LINK);
        events.publishEvent(new AuditNote("applicantLink.resend", "enrollment", enrollmentId, Map.of(), Map.of()));
    }

    static Conflict mailUnconfigured() {
        return new Conflict(
                "mail-unconfigured",
                "A link needs a mail server, the address of the sender and the public address of the installation.");
    }

    private void replace(String enrollmentId, @Nullable String ifMatch) {
        dev.enlist.shared.EntityTags.check(
                ifMatch, enrollments.enrollment(enrollmentId).version());
        Instant now = clock.instant();
        if (!links.replace(enrollmentId, now, now.plus(LASTS))) {
            throw new NotFound("enrollment");
        }
    }

    /**
     * Mails a new link at the request of the applicant; the one before ends. Does nothing where one was asked for shortly
     * before.
     *
     * @param pause least time between two of these messages
     */
    @Transactional
    public void resendOnRequest(String enrollmentId, Duration pause) {
        Instant now = clock.instant();
        if (canMail() && links.noteRequest(enrollmentId, now, now.minus(pause), now.plus(LASTS))) {
            links.replace(enrollmentId, now, now.plus(LASTS));
            notifications.notifyApplicant(enrollmentId, MessageType.APPLICATION_LINK);
            events.publishEvent(new AuditNote("applicantLink.request", "enrollment", enrollmentId, Map.of(), Map.of()));
        }
    }
}
