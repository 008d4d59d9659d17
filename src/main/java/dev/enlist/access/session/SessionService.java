package dev.enlist.access.session;

import dev.enlist.access.Caller;
import dev.enlist.access.RoleScopes;
import dev.enlist.shared.AuditNote;
import dev.enlist.shared.problem.NotFound;
import dev.enlist.tenancy.CredentialsChanged;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.MemberRightsChanged;
import dev.enlist.tenancy.People;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lists and ends the sessions of people, on all nodes. A person sees the own sessions in all workspaces; an
 * administrator sees and ends those in the own workspace only.
 */
@Service
public class SessionService {

    private final SessionTable table;
    private final People people;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SessionService(SessionTable table, People people, ApplicationEventPublisher events, Clock clock) {
        this.table = table;
        this.people = people;
        this.events = events;
        this.clock = clock;
    }

    /** The name under which the sessions of a member in a workspace are stored. */
    static String principal(Member member) {
        return member.workspace().workspaceId() + "/" + member.userId();
    }

    /**
     * The open sessions of a person in all workspaces, last used first.
     *
     * @param presentId id of the present session, from its cookie; null without one
     */
    public List<SignedInSession> ownSessions(Member self, @Nullable String presentId) {
        return sessions(people.memberships(self.accountId()), presentId);
    }

    /** The open sessions of a member in this workspace, last used first. */
    public List<SignedInSession> sessionsIn(Member member) {
        return sessions(List.of(member), null);
    }

    private List<SignedInSession> sessions(List<Member> members, @Nullable String presentId) {
        Map<String, Member> byPrincipal =
                members.stream().collect(Collectors.toMap(SessionService::principal, Function.identity()));
        Optional<String> present = Optional.ofNullable(presentId).flatMap(table::key);
        return table.open(byPrincipal.keySet(), clock.instant()).stream()
                .filter(row -> row.client() != null)
                .map(row -> new SignedInSession(
                        byPrincipal.get(row.principal()).workspace(),
                        row.client(),
                        // the session began before the sign-in, and the time is stored once a minute
                        latest(row.lastUsedAt(), row.client().signedInAt()),
                        row.endsAt(),
                        present.filter(row.key()::equals).isPresent()))
                .toList();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Ends one of the person's own sessions.
     *
     * @throws NotFound if the person has no open session with this id
     */
    @Transactional
    public void endOwn(Member self, String id) {
        List<String> principals = principals(people.memberships(self.accountId()));
        List<String> keys = table.open(principals, clock.instant()).stream()
                .filter(row -> row.client() != null && row.client().id().equals(id))
                .map(SessionTable.Row::key)
                .toList();
        if (table.delete(keys) == 0) {
            throw new NotFound("session");
        }
        events.publishEvent(new AuditNote("user.endSession", "user", self.userId(), Map.of(), Map.of()));
    }

    /**
     * Ends all sessions of a person but the present one, which has to take over the new version of the credentials.
     *
     * @param presentId id of the present session, from its cookie
     */
    @Transactional
    public void endOthers(Member self, String presentId) {
        people.endSessions(self.accountId());
        table.deleteAll(
                principals(people.memberships(self.accountId())),
                table.key(presentId).orElse(""));
        events.publishEvent(new AuditNote("user.signOutOthers", "user", self.userId(), Map.of(), Map.of()));
    }

    /**
     * Ends all sessions of a member in the caller's workspace; returns how many there were.
     *
     * @throws NotFound if no such person is a member
     * @throws dev.enlist.shared.problem.Forbidden if the member has rights that the caller does not have
     */
    @Transactional
    public int endAll(String userId, Caller by) {
        Member member = people.member(by.workspace(), userId).orElseThrow(() -> new NotFound("user"));
        by.mustHave(RoleScopes.of(member.roles()), "end the sessions of this user");
        int ended = table.deleteAll(List.of(principal(member)), "");
        events.publishEvent(new AuditNote("user.endSessions", "user", userId, Map.of(), Map.of()));
        return ended;
    }

    /** Whether the session with this id in its cookie is open, asked later by another thread and under a new id, too. */
    public BooleanSupplier standing(String presentId) {
        String key = table.key(presentId).orElse("");
        return () -> table.isOpen(key, clock.instant());
    }

    /** Ends the sessions of a member who left. A member with other roles keeps the session: it has them at once. */
    @EventListener
    void memberChanged(MemberRightsChanged changed) {
        if (people.member(changed.workspace(), changed.userId()).isEmpty()) {
            table.deleteAll(List.of(changed.workspace().workspaceId() + "/" + changed.userId()), "");
        }
    }

    /** Ends the sessions that began with former credentials. */
    @EventListener
    void credentialsChanged(CredentialsChanged changed) {
        table.deleteAll(principals(people.memberships(changed.accountId())), "");
    }

    @Scheduled(fixedDelayString = "PT15M")
    void purge() {
        table.deleteEnded(clock.instant());
    }

    private static List<String> principals(List<Member> members) {
        return members.stream().map(SessionService::principal).toList();
    }
}
