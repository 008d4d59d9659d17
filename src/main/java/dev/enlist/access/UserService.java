package dev.enlist.access;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.Cuid;
import dev.enlist.shared.PublicLinks;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.paging.Page;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.InvitationIssued;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.MemberRightsChanged;
import dev.enlist.tenancy.Organization;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.TenancyService;
import dev.enlist.tenancy.WorkspaceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Invites people into a workspace, changes their rights and removes them. A caller cannot grant a role with more rights
 * than the caller has, and the last administrator cannot be removed. Changes apply to this workspace only; the account,
 * its password and its other memberships stay unchanged.
 */
@Service
public class UserService {

    /** How long an invitation is valid. */
    public static final Duration INVITATION_LASTS = Duration.ofDays(7);

    /** How long a password link is valid. */
    public static final Duration PASSWORD_LINK_LASTS = Duration.ofDays(1);

    private final People people;
    private final PasswordPolicy passwords;
    private final InvitationRepository invitations;
    private final TenancyService tenancy;
    private final PublicLinks links;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    UserService(
            People people,
            PasswordPolicy passwords,
            InvitationRepository invitations,
            TenancyService tenancy,
            PublicLinks links,
            ApplicationEventPublisher events,
            Clock clock) {
        this.people = people;
        this.passwords = passwords;
        this.invitations = invitations;
        this.tenancy = tenancy;
        this.links = links;
        this.events = events;
        this.clock = clock;
    }

    /** A password link, which is returned only here, and its expiry. */
    public record PasswordLink(Member member, String link, Instant expiresAt) {}

    /**
     * The requested properties of a member.
     *
     * @param programInstanceIds the program instances of the member; empty for all
     */
    public record Wanted(String displayName, Set<Role> roles, List<String> programInstanceIds) {}

    /** Creates an account with a membership, without an invitation; for the first administrators. */
    @Transactional
    public String create(String email, String displayName, String password, WorkspaceRef workspace, Role... roles) {
        String accountId = people.create(email, passwords.hash(password));
        join(accountId, displayName, workspace, roles);
        return accountId;
    }

    /** Makes the owner of an account a member without an invitation; for the creator of a workspace. */
    @Transactional
    public void join(String accountId, String displayName, WorkspaceRef workspace, Role... roles) {
        people.join(accountId, workspace, new People.Entry(Cuid.next(), displayName, Set.of(roles), List.of()));
    }

    /**
     * Invites a person. Replaces an open invitation for the same e-mail address and ends its link.
     *
     * @param byOpenId whether the person signs in at the customer's OpenID Connect provider, without a password
     */
    @Transactional
    public Invitation.Issued invite(String email, Wanted wanted, boolean byOpenId, Caller by) {
        by.mustHave(RoleScopes.of(wanted.roles()), "give these roles");
        WorkspaceRef workspace = by.workspace();
        mustKnow(wanted.programInstanceIds(), workspace);
        if (people.memberByEmail(workspace, email).isPresent()) {
            throw new AlreadyExists("user", "email", email);
        }
        Instant now = clock.instant();
        String token = OneTimeToken.generate();
        Invitation invitation = new Invitation(
                Cuid.next(),
                workspace,
                email,
                wanted.displayName(),
                wanted.roles(),
                wanted.programInstanceIds(),
                byOpenId,
                now.plus(INVITATION_LASTS));
        String id = invitations.put(invitation, token, by.actor().name(), now);
        String link = links.to("/invitations/" + token);
        events.publishEvent(new AuditNote("user.invite", "user", id, Map.of(), Map.of("roles", wire(wanted.roles()))));
        events.publishEvent(mail(InvitationIssued.Kind.INVITATION, email, link, by));
        return new Invitation.Issued(invitation(id, workspace).orElseThrow(), link);
    }

    private InvitationIssued mail(InvitationIssued.Kind kind, String email, String link, Caller by) {
        String organization = tenancy.organization(by.workspace().organizationId())
                .map(Organization::name)
                .orElse("");
        return new InvitationIssued(kind, email, organization, link);
    }

    /** Lists members and invited people by id. Not paged: a workspace has few. */
    public <T> Page<T> list(
            WorkspaceRef workspace, ListQuery query, Function<Member, T> member, Function<Invitation, T> invited) {
        record Listed<T>(String id, T shape) {}
        List<Listed<T>> all = new ArrayList<>();
        people.members(workspace).forEach(one -> all.add(new Listed<>(one.userId(), member.apply(one))));
        invitations.list(workspace).forEach(one -> all.add(new Listed<>(one.id(), invited.apply(one))));
        return query.slice(all, Listed::id, Listed::shape);
    }

    public Optional<Invitation> invitation(String userId, WorkspaceRef workspace) {
        return invitations.find(workspace, userId);
    }

    public Member member(String userId, WorkspaceRef workspace) {
        return people.member(workspace, userId).orElseThrow(() -> new NotFound("user"));
    }

    /**
     * Changes an open invitation.
     *
     * @param change computes the requested properties from the present ones; runs while no other change can happen
     */
    @Transactional
    public Invitation changeInvitation(String id, Function<Invitation, Wanted> change, Caller by) {
        people.lockMembership(by.workspace());
        Invitation before = invitation(id, by.workspace()).orElseThrow(() -> new NotFound("user"));
        Wanted wanted = change.apply(before);
        by.mustHave(RoleScopes.of(before.roles()), "change this user");
        by.mustHave(RoleScopes.of(wanted.roles()), "give these roles");
        mustKnow(wanted.programInstanceIds(), by.workspace());
        Invitation after = new Invitation(
                before.id(),
                before.workspace(),
                before.email(),
                wanted.displayName(),
                wanted.roles(),
                wanted.programInstanceIds(),
                before.openid(),
                before.expiresAt());
        invitations.change(after);
        if (!wanted.roles().equals(before.roles())) {
            noteRoles(before.id(), before.roles(), wanted.roles());
        }
        return after;
    }

    /**
     * Changes the roles, program instances and name of a member in this workspace.
     *
     * @param change computes the requested properties from the present ones; runs while no other change can happen
     */
    @Transactional
    public Member change(String userId, Function<Member, Wanted> change, Caller by) {
        WorkspaceRef workspace = by.workspace();
        people.lockMembership(workspace);
        Member before = member(userId, workspace);
        Wanted wanted = change.apply(before);
        by.mustHave(RoleScopes.of(before.roles()), "change this user");
        by.mustHave(RoleScopes.of(wanted.roles()), "give these roles");
        mustKnow(wanted.programInstanceIds(), workspace);
        people.describe(before, wanted.displayName(), wanted.programInstanceIds());
        if (!wanted.roles().equals(before.roles())) {
            people.setRoles(before, wanted.roles());
            mustKeepAnAdministrator(before);
            noteRoles(userId, before.roles(), wanted.roles());
        }
        events.publishEvent(new MemberRightsChanged(workspace, userId, by.actor()));
        return member(userId, workspace);
    }

    private void noteRoles(String userId, Set<Role> before, Set<Role> after) {
        events.publishEvent(new AuditNote(
                "user.roles", "user", userId, Map.of("roles", wire(before)), Map.of("roles", wire(after))));
    }

    private void mustKnow(List<String> programInstanceIds, WorkspaceRef workspace) {
        List<String> unknown = invitations.unknownInstances(workspace, programInstanceIds);
        if (!unknown.isEmpty()) {
            throw new InvalidInput(programInstanceIds.stream()
                    .filter(unknown::contains)
                    .map(id -> new Fault(
                            "/programInstanceIds/" + programInstanceIds.indexOf(id),
                            "is no program instance of this workspace"))
                    .toList());
        }
    }

    /** Ends a membership or revokes an invitation. Keeps the account for its other workspaces. */
    @Transactional
    public void remove(String userId, Caller by) {
        people.lockMembership(by.workspace());
        Optional<Invitation> invitation = invitation(userId, by.workspace());
        Set<Role> roles;
        if (invitation.isPresent()) {
            roles = invitation.get().roles();
            by.mustHave(RoleScopes.of(roles), "remove this user");
            invitations.revoke(by.workspace(), userId);
        } else {
            Member member = member(userId, by.workspace());
            roles = member.roles();
            by.mustHave(RoleScopes.of(roles), "remove this user");
            people.leave(member);
            mustKeepAnAdministrator(member);
            events.publishEvent(new MemberRightsChanged(by.workspace(), userId, by.actor()));
        }
        events.publishEvent(new AuditNote("user.remove", "user", userId, Map.of("roles", wire(roles)), Map.of()));
    }

    /**
     * Creates a link by which a member sets a new password. The old password no longer gives access to this workspace,
     * and the member's sessions in it end. If the account belongs to other organizations too, this membership first
     * moves to an account of its own: the link gives access to this organization only and does not show that other
     * memberships exist.
     *
     * @throws Conflict  if the person has not accepted the invitation yet
     * @throws Forbidden if the person works in another workspace of this organization that the caller does not administer
     */
    @Transactional
    public PasswordLink resetPassword(String userId, Caller by) {
        if (invitation(userId, by.workspace()).isPresent()) {
            throw new Conflict(
                    "not-a-member-yet", "The person has not accepted the invitation; send POST /users for a new link.");
        }
        Member found = member(userId, by.workspace());
        by.mustHave(RoleScopes.of(found.roles()), "reset this password");
        boolean openid = people.lockAccount(found.accountId());
        List<Member> everywhere = people.memberships(found.accountId());
        List<String> here = everywhere.stream()
                .filter(one ->
                        one.workspace().organizationId().equals(by.workspace().organizationId()))
                .map(one -> one.workspace().workspaceId())
                .toList();
        if (!administered(by).containsAll(here)) {
            throw new Forbidden("shared-account", "The account also works in a workspace that you do not administer.");
        }
        String accountId = found.accountId();
        if (openid || everywhere.size() > here.size()) {
            accountId = people.separate(found, here);
        } else {
            people.endPassword(accountId);
        }
        Instant now = clock.instant();
        Instant end = now.plus(PASSWORD_LINK_LASTS);
        String token = OneTimeToken.generate();
        invitations.putPasswordLink(accountId, token, now, end);
        String link = links.to("/passwords/" + token);
        events.publishEvent(new AuditNote("user.resetPassword", "user", userId, Map.of(), Map.of()));
        events.publishEvent(mail(InvitationIssued.Kind.PASSWORD_RESET, found.email(), link, by));
        return new PasswordLink(member(userId, by.workspace()), link, end);
    }

    /** Changes the caller's own password. */
    @Transactional
    public void changePassword(Member self, String current, String wanted) {
        if (!passwords.matches(current, people.passwordHash(self.accountId()).orElse(null))) {
            throw new InvalidInput("/currentPassword", "is not your password");
        }
        List<Fault> faults = passwords.faults(wanted, self.email(), "/newPassword");
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        people.setPassword(self.accountId(), passwords.hash(wanted));
        invitations.endPasswordLink(self.accountId());
        events.publishEvent(new AuditNote("user.changePassword", "user", self.userId(), Map.of(), Map.of()));
    }

    public People.Preferences preferences(Member self) {
        return people.preferences(self.accountId());
    }

    /**
     * Changes the caller's language and time zone, in all workspaces.
     *
     * @param change computes the new preferences from the present ones; runs while no other change can happen
     */
    @Transactional
    public People.Preferences changePreferences(Member self, UnaryOperator<People.Preferences> change) {
        people.lockAccount(self.accountId());
        People.Preferences before = people.preferences(self.accountId());
        People.Preferences after = change.apply(before);
        people.setPreferences(self.accountId(), after);
        if (!after.equals(before)) {
            events.publishEvent(
                    new AuditNote("user.preferences", "user", self.userId(), auditValues(before), auditValues(after)));
        }
        return after;
    }

    private static Map<String, String> auditValues(People.Preferences preferences) {
        return Map.of(
                "language", String.valueOf(preferences.language()),
                "timeZone", String.valueOf(preferences.timeZone()));
    }

    /** The workspaces that the caller administers; for a key, its own. */
    private Set<String> administered(Caller by) {
        return by.kind() == Caller.Kind.PERSON
                ? people.memberships(member(by.actor().id(), by.workspace()).accountId()).stream()
                        .filter(own -> own.roles().contains(Role.ADMINISTRATOR))
                        .map(own -> own.workspace().workspaceId())
                        .collect(Collectors.toSet())
                : Set.of(by.workspace().workspaceId());
    }

    private void mustKeepAnAdministrator(Member before) {
        if (before.roles().contains(Role.ADMINISTRATOR)
                && people.members(before.workspace()).stream()
                        .noneMatch(member -> member.roles().contains(Role.ADMINISTRATOR))) {
            throw new Conflict("last-administrator", "A workspace keeps one administrator at least.");
        }
    }

    private static List<String> wire(Set<Role> roles) {
        return roles.stream().map(Role::wire).sorted().toList();
    }
}
