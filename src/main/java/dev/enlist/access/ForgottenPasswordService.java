package dev.enlist.access;

import dev.enlist.shared.AuditContext;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.PublicLinks;
import dev.enlist.tenancy.InvitationIssued;
import dev.enlist.tenancy.LinkDelivery;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails a link for a new password to the owner of an account who asks for it without a sign-in. The caller learns nothing
 * about accounts: the answer and its time are the same for each e-mail, because the accounts are looked up on another
 * thread. The old password and an administrator's link stay valid until the mailed link is used.
 */
@Service
public class ForgottenPasswordService {

    /** How long a mailed link is valid. */
    public static final Duration LASTS = Duration.ofHours(1);

    /** At most one mail per account in this time. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(ForgottenPasswordService.class);

    private final InvitationRepository table;
    private final People people;
    private final TenancyService tenancy;
    private final LinkDelivery mail;
    private final PublicLinks links;
    private final SignInThrottle throttle;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final TaskExecutor executor;
    private final Clock clock;

    ForgottenPasswordService(
            InvitationRepository table,
            People people,
            TenancyService tenancy,
            LinkDelivery mail,
            PublicLinks links,
            SignInThrottle throttle,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            @Qualifier("applicationTaskExecutor") TaskExecutor executor,
            Clock clock) {
        this.table = table;
        this.people = people;
        this.tenancy = tenancy;
        this.mail = mail;
        this.links = links;
        this.throttle = throttle;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.executor = executor;
        this.clock = clock;
    }

    /** Whether links can be mailed: a mail server is configured, and the address of this installation is known. */
    public boolean isOffered() {
        return mail.isConfigured() && !links.to("/").startsWith("/");
    }

    /**
     * Mails a link for each account with this e-mail and a password. Returns before the accounts are looked up.
     *
     * @param address of the client, for the limit
     * @throws SignInThrottle.TooManyAttempts if too many requests came for this e-mail, or from this address
     */
    public void request(String email, String address) {
        throttle.requestLink(email, address);
        String prefix = links.to("/passwords/");
        AuditContext context = AuditContext.current();
        try {
            executor.execute(() -> mailLinks(email, prefix, context));
        } catch (TaskRejectedException e) {
            log.warn("A link for a forgotten password was not mailed: too much work is waiting");
        }
    }

    private void mailLinks(String email, String prefix, AuditContext context) {
        try (AuditContext.Entered ignored = AuditContext.enter(context)) {
            for (People.Credentials credentials : people.credentials(email)) {
                List<Member> memberships = people.memberships(credentials.accountId());
                if (!memberships.isEmpty()) {
                    mailLink(credentials.accountId(), memberships, prefix);
                }
            }
        } catch (RuntimeException e) {
            log.error("A link for a forgotten password was not mailed", e);
        }
    }

    private void mailLink(String accountId, List<Member> memberships, String prefix) {
        String token = OneTimeToken.generate();
        Instant now = clock.instant();
        boolean stored = Boolean.TRUE.equals(transaction.execute(
                status -> table.putRequestedLink(accountId, token, now, now.plus(LASTS), now.minus(PAUSE))));
        if (!stored) {
            return;
        }
        for (Member member : memberships) {
            WorkspaceScope.run(
                    member.workspace(),
                    () -> events.publishEvent(
                            new AuditNote("user.requestPasswordLink", "user", member.userId(), Map.of(), Map.of())));
        }
        Member first = memberships.get(0);
        String organization = tenancy.organization(first.workspace().organizationId())
                .map(Organization::name)
                .orElse("");
        events.publishEvent(new InvitationIssued(
                InvitationIssued.Kind.PASSWORD_FORGOTTEN, first.email(), organization, prefix + token));
    }
}
