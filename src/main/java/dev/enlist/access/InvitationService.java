package dev.enlist.access;

import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.Workspace;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accepts invitations and sets passwords by links that work once. The holder of a link can create an account, or use an
 * account whose password they know. No link changes the password of an account that belongs to another organization
 * too, so an administrator who sees the link gains no access outside the own workspace.
 */
@Service
public class InvitationService {

    private final InvitationRepository table;
    private final People people;
    private final PasswordPolicy passwords;
    private final TenancyService tenancy;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    InvitationService(
            InvitationRepository table,
            People people,
            PasswordPolicy passwords,
            TenancyService tenancy,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.table = table;
        this.people = people;
        this.passwords = passwords;
        this.tenancy = tenancy;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The link is unknown, used, replaced, revoked or expired. One error for all cases. */
    public static class LinkEnded extends NotFound {

        LinkEnded() {
            super("link");
        }
    }

    /** The content of an invitation page; empty if the link has ended. */
    public Optional<Invitation.Shown> show(String token) {
        return table.byToken(token, clock.instant()).map(this::shown);
    }

    private Invitation.Shown shown(Invitation invitation) {
        WorkspaceRef ref = invitation.workspace();
        String organization = tenancy.organization(ref.organizationId())
                .map(Organization::name)
                .orElse("");
        String workspace = tenancy.workspaces(ref.organizationId()).stream()
                .filter(candidate -> candidate.ref().equals(ref))
                .map(Workspace::name)
                .findFirst()
                .orElse("");
        return new Invitation.Shown(
                invitation.email(), invitation.displayName(), organization, workspace, invitation.openid());
    }

    /**
     * Accepts an invitation with a new account.
     *
     * @throws LinkEnded    if the link is no longer valid
     * @throws InvalidInput if the password is too weak, or is the password of an account with the same e-mail address
     */
    public void acceptWithNewPassword(String token, String password) {
        Invitation invitation = byPassword(token);
        List<Fault> faults = passwords.faults(password, invitation.email(), "/password");
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        if (passwords.matching(people.credentials(invitation.email()), password).isPresent()) {
            throw new InvalidInput(
                    "/password", "is the password of an existing account; accept with that account instead");
        }
        String hash = passwords.hash(password);
        join(invitation, token, () -> people.create(invitation.email(), hash));
    }

    /**
     * Accepts an invitation with an existing account.
     *
     * @throws LinkEnded    if the link is no longer valid
     * @throws InvalidInput if no account with this e-mail address has this password
     */
    public void acceptWithAccount(String token, String password) {
        Invitation invitation = byPassword(token);
        String accountId = passwords
                .matching(people.credentials(invitation.email()), password)
                .orElseThrow(() -> new InvalidInput("/password", "is not the password of an account with this e-mail"));
        join(invitation, token, () -> accountId);
    }

    private Invitation byPassword(String token) {
        Invitation invitation = table.byToken(token, clock.instant()).orElseThrow(LinkEnded::new);
        if (invitation.openid()) {
            throw new Conflict("signs-in-at-provider", "This invitation is accepted by signing in at the provider.");
        }
        return invitation;
    }

    /**
     * Records the consent; the next sign-in at a provider that has verified the e-mail address accepts the invitation.
     */
    public void agreeToSignInAtProvider(String token) {
        if (!table.agree(token, clock.instant())) {
            throw new LinkEnded();
        }
    }

    /**
     * Accepts the invitations to which the owner of a verified e-mail address agreed. For a person without a
     * membership, a sign-in counts as consent if there is exactly one invitation.
     *
     * @param email as verified by the provider
     */
    public void acceptAtProvider(String email) {
        Instant now = clock.instant();
        List<Invitation> agreed = table.agreed(email, now);
        if (agreed.isEmpty() && people.membershipsByEmail(email).isEmpty()) {
            agreed = table.openIdInvitations(email, now);
            if (agreed.size() > 1) {
                return;
            }
        }
        for (Invitation invitation : agreed) {
            // an account with a password may belong to another person who entered this e-mail address
            joinInScope(
                    invitation,
                    () -> table.takeById(invitation, now),
                    () -> people.openIdAccount(email).orElseGet(() -> people.create(invitation.email(), null)));
        }
    }

    private void join(Invitation invitation, String token, Supplier<String> accountId) {
        Instant now = clock.instant();
        if (!joinInScope(invitation, () -> table.take(token, now), accountId)) {
            throw new LinkEnded();
        }
    }

    /**
     * @return whether the invitation was still open; the deleted row is used, as it may have changed
     */
    private boolean joinInScope(Invitation shown, Supplier<Optional<Invitation>> take, Supplier<String> accountId) {
        AuditContext here = AuditContext.current();
        Actor actor = Actor.user(shown.id(), shown.displayName());
        try (AuditContext.Entered ignored = AuditContext.enter(here.by(actor));
                WorkspaceScope.Entered alsoIgnored = WorkspaceScope.enter(shown.workspace())) {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                Optional<Invitation> taken = take.get();
                taken.ifPresent(invitation -> {
                    people.join(
                            accountId.get(),
                            invitation.workspace(),
                            new People.Entry(
                                    invitation.id(),
                                    invitation.displayName(),
                                    invitation.roles(),
                                    invitation.programInstanceIds()));
                    events.publishEvent(new AuditNote(
                            "user.join",
                            "user",
                            invitation.id(),
                            Map.of(),
                            Map.of(
                                    "roles",
                                    invitation.roles().stream()
                                            .map(Role::wire)
                                            .sorted()
                                            .toList())));
                });
                return taken.isPresent();
            }));
        } catch (DuplicateKeyException e) {
            // a member with this e-mail address, but another account
            throw new Conflict("already-a-member", "You work in this workspace already. Sign in.");
        }
    }

    /** The e-mail address of the account of a password link; empty if the link has ended. */
    public Optional<String> emailOfPasswordLink(String token) {
        return table.emailOfPasswordLink(token, clock.instant());
    }

    /**
     * Sets the password of the account of a link. Ends the account's other sessions.
     *
     * @throws LinkEnded    if the link is no longer valid
     * @throws InvalidInput if the password is too weak
     */
    public void setPassword(String token, String password) {
        String email = emailOfPasswordLink(token).orElseThrow(LinkEnded::new);
        List<Fault> faults = passwords.faults(password, email, "/password");
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        String hash = passwords.hash(password);
        String accountId = Objects.requireNonNull(transaction.execute(status -> {
            String taken = table.takePasswordLink(token, clock.instant()).orElseThrow(LinkEnded::new);
            people.setPassword(taken, hash);
            return taken;
        }));
        AuditContext here = AuditContext.current();
        for (Member member : people.memberships(accountId)) {
            try (AuditContext.Entered ignored =
                    AuditContext.enter(here.by(Actor.user(member.userId(), member.displayName())))) {
                WorkspaceScope.run(
                        member.workspace(),
                        () -> events.publishEvent(
                                new AuditNote("user.changePassword", "user", member.userId(), Map.of(), Map.of())));
            }
        }
    }
}
