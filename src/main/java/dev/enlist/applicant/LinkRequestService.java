package dev.enlist.applicant;

import dev.enlist.access.SignInThrottle;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.EmailKey;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.stereotype.Service;

/**
 * Mails new links to applicants who ask for one without a link that works. The caller learns nothing: the answer is the
 * same, and takes as long, whether there is an application. A link goes only to the e-mail of the application.
 */
@Service
public class LinkRequestService {

    /** Least time between two links to one application. */
    static final Duration PAUSE = Duration.ofMinutes(2);

    /** Most applications of one person for which a link is mailed. */
    private static final int MOST = 10;

    private static final Logger log = LoggerFactory.getLogger(LinkRequestService.class);

    private final ApplicantLinkService links;
    private final ApplicantLinkRepository applications;
    private final TenancyService tenancy;
    private final SignInThrottle throttle;
    private final TaskExecutor executor;

    LinkRequestService(
            ApplicantLinkService links,
            ApplicantLinkRepository applications,
            TenancyService tenancy,
            SignInThrottle throttle,
            @Qualifier("applicationTaskExecutor") TaskExecutor executor) {
        this.links = links;
        this.applications = applications;
        this.tenancy = tenancy;
        this.throttle = throttle;
        this.executor = executor;
    }

    /** Whether links can be mailed. */
    public boolean isOffered() {
        return links.canMail();
    }

    /**
     * Mails links to the applications of a person, in every workspace. Returns before they are looked up.
     *
     * @param applicationNumber as typed; blank for all applications of the person
     * @param address           of the client, for the limit
     * @throws SignInThrottle.TooManyAttempts after too many requests for this e-mail, or from this address
     */
    public void request(String email, String applicationNumber, String address) {
        throttle.requestLink(email, address);
        String number = applicationNumber.isBlank()
                ? ""
                : EnrollmentQueries.applicationNumber(applicationNumber).orElse(applicationNumber.strip());
        String key = EmailKey.of(email.strip()).value();
        run(() -> {
            for (WorkspaceRef workspace : tenancy.workspaces()) {
                WorkspaceScope.run(workspace, () -> mail(applications.enrollmentsOf(key, number, MOST)));
            }
        });
    }

    /**
     * Mails a new link for a link that has ended.
     *
     * @throws SignInThrottle.TooManyAttempts after too many requests for this application, or from this address
     */
    public void request(ApplicantLinkService.Opened ended, String address) {
        throttle.requestLink(ended.enrollmentId() + "@link", address);
        run(() -> WorkspaceScope.run(ended.workspace(), () -> mail(List.of(ended.enrollmentId()))));
    }

    private void mail(List<String> enrollmentIds) {
        for (String id : enrollmentIds) {
            try (AuditContext.Entered ignored =
                    AuditContext.enter(AuditContext.current().by(Actor.applicant(id)))) {
                links.resendOnRequest(id, PAUSE);
            }
        }
    }

    private void run(Runnable work) {
        AuditContext context = AuditContext.current();
        try {
            executor.execute(() -> {
                try (AuditContext.Entered ignored = AuditContext.enter(context)) {
                    work.run();
                } catch (RuntimeException e) {
                    log.error("The link to an application was not mailed", e);
                }
            });
        } catch (TaskRejectedException e) {
            log.warn("The link to an application was not mailed: too much work is waiting");
        }
    }
}
