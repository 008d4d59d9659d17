package dev.enlist.access;

import dev.enlist.shared.AuditNote;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.Forbidden;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.shared.web.ListQuery;
import dev.enlist.shared.web.Page;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings people into a workspace, changes what they may do there, and lets them go. Nobody hands out a role
 * that can do more than they can themselves, nobody changes an account that also works where they are not
 * administrator, and the last administrator stays.
 */
@Service
public class UserService {

    private final People people;
    private final Passwords passwords;
    private final ApplicationEventPublisher events;

    UserService(People people, Passwords passwords, ApplicationEventPublisher events) {
        this.people = people;
        this.passwords = passwords;
        this.events = events;
    }

    /** A member, and the password where one was made up; told this once. */
    public record Added(Member member, @Nullable String generatedPassword) {}

    /** Somebody new, without asking who does it: for the first administrators. */
    @Transactional
    public String create(String email, String displayName, String password, WorkspaceRef workspace, Role... roles) {
        String id = people.create(email, displayName, passwords.hash(password));
        for (Role role : roles) {
            people.grant(id, workspace, role);
        }
        return id;
    }

    /**
     * Brings somebody in. Who has an account already, in whatever organization, keeps it as it is.
     *
     * @param password made up where null and needed
     * @param byOpenId whether a new account gets no password, as its owner signs in at the customer's own provider
     */
    @Transactional
    public Added add(
            String email, String displayName, @Nullable String password, boolean byOpenId, Set<Role> roles, Caller by) {
        by.mustHave(RoleScopes.of(roles), "give these roles");
        if (byOpenId && password != null) {
            throw new InvalidInput("/password", "must be absent where signIn is openid");
        }
        if (password != null) {
            List<Fault> faults = passwords.faults(password, email, "/password");
            if (!faults.isEmpty()) {
                throw new InvalidInput(faults);
            }
        }
        WorkspaceRef workspace = by.workspace();
        Optional<String> known = people.idOf(email);
        if (known.flatMap(id -> people.member(workspace, id)).isPresent()) {
            throw new AlreadyExists("user", "email", email);
        }
        String generated = known.isPresent() || password != null || byOpenId ? null : passwords.generate();
        String id = known.orElseGet(() -> create(email, displayName, password == null ? generated : password));
        roles.forEach(role -> people.grant(id, workspace, role));
        events.publishEvent(new AuditNote("user.add", "user", id, Map.of(), Map.of("roles", wire(roles))));
        return new Added(member(id, workspace), generated);
    }

    private String create(String email, String displayName, @Nullable String password) {
        try {
            return people.create(email, displayName, password == null ? null : passwords.hash(password));
        } catch (DuplicateKeyException e) {
            throw new AlreadyExists("user", "email", email);
        }
    }

    /** Who works in a workspace: a short list by its nature. */
    public <T> Page<T> list(WorkspaceRef workspace, ListQuery query, Function<Member, T> shape) {
        return query.slice(people.members(workspace), Member::userId, shape);
    }

    public Member member(String userId, WorkspaceRef workspace) {
        return people.member(workspace, userId).orElseThrow(() -> new NotFound("user"));
    }

    /** Changes roles and name. */
    @Transactional
    public Member change(String userId, String displayName, Set<Role> roles, Caller by) {
        WorkspaceRef workspace = by.workspace();
        people.lockMembership(workspace);
        Member before = member(userId, workspace);
        by.mustHave(RoleScopes.of(before.roles()), "change this user");
        by.mustHave(RoleScopes.of(roles), "give these roles");
        if (!displayName.equals(before.displayName())) {
            mustOwnAccount(before, by);
            people.rename(userId, displayName);
        }
        if (!roles.equals(before.roles())) {
            people.setRoles(userId, workspace, roles);
            mustKeepAnAdministrator(before);
            events.publishEvent(new AuditNote(
                    "user.roles", "user", userId, Map.of("roles", wire(before.roles())), Map.of("roles", wire(roles))));
        }
        return member(userId, workspace);
    }

    /** Ends somebody's membership. The account stays for the other workspaces it works in. */
    @Transactional
    public void remove(String userId, Caller by) {
        people.lockMembership(by.workspace());
        Member member = member(userId, by.workspace());
        by.mustHave(RoleScopes.of(member.roles()), "remove this user");
        people.setRoles(userId, by.workspace(), Set.of());
        mustKeepAnAdministrator(member);
        events.publishEvent(
                new AuditNote("user.remove", "user", userId, Map.of("roles", wire(member.roles())), Map.of()));
    }

    /** A new password for somebody who lost theirs, told this once; ends their sessions. */
    @Transactional
    public String resetPassword(String userId, Caller by) {
        Member member = member(userId, by.workspace());
        by.mustHave(RoleScopes.of(member.roles()), "reset this password");
        mustOwnAccount(member, by);
        String password = passwords.generate();
        people.setPassword(userId, passwords.hash(password));
        events.publishEvent(new AuditNote("user.resetPassword", "user", userId, Map.of(), Map.of()));
        return password;
    }

    /** A person's own new password. */
    @Transactional
    public void changePassword(Member self, String current, String wanted) {
        if (!passwords.matches(current, people.passwordHash(self.email()).orElse(null))) {
            throw new InvalidInput("/currentPassword", "is not your password");
        }
        List<Fault> faults = passwords.faults(wanted, self.email(), "/newPassword");
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
        people.setPassword(self.userId(), passwords.hash(wanted));
        events.publishEvent(new AuditNote("user.changePassword", "user", self.userId(), Map.of(), Map.of()));
    }

    /**
     * An account is changed by those only who administer every workspace it works in: else the administrator of
     * one workspace would take over another.
     */
    private void mustOwnAccount(Member member, Caller by) {
        Set<String> administered = by.kind() == Caller.Kind.PERSON
                ? people.memberships(memberOf(by).email()).stream()
                        .filter(own -> own.roles().contains(Role.ADMINISTRATOR))
                        .map(own -> own.workspace().workspaceId())
                        .collect(Collectors.toSet())
                : Set.of(by.workspace().workspaceId());
        boolean all = people.memberships(member.email()).stream()
                .allMatch(other -> administered.contains(other.workspace().workspaceId()));
        if (!all) {
            throw new Forbidden("shared-account", "The account also works in a workspace that you do not administer.");
        }
    }

    private Member memberOf(Caller by) {
        return member(by.actor().id(), by.workspace());
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
