package dev.enlist.access.session;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Open sessions in the workspace of a member with an e-mail of the person: addresses and browsers. */
@Component
@Order(60)
class SessionPersonalData implements PersonalDataSource {

    private final SessionService sessions;
    private final SessionTable table;
    private final People people;

    SessionPersonalData(SessionService sessions, SessionTable table, People people) {
        this.sessions = sessions;
        this.table = table;
        this.people = people;
    }

    /** A session as exported. */
    record Held(String address, @Nullable String userAgent, Instant signedInAt, Instant lastUsedAt) {}

    @Override
    public String section() {
        return "sessions";
    }

    @Override
    public Set<String> tables() {
        return Set.of("spring_session", "spring_session_attributes");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return members(person).stream()
                .flatMap(member -> sessions.sessionsIn(member).stream())
                .map(session -> new Held(
                        session.client().address(),
                        session.userAgent(),
                        session.client().signedInAt(),
                        session.lastUsedAt()))
                .toList();
    }

    /** Ends the sessions; the person stays a member and can sign in again. */
    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        List<String> principals =
                members(person).stream().map(SessionService::principal).toList();
        return Map.of("sessions", principals.isEmpty() ? 0 : table.deleteAll(principals, ""));
    }

    private List<Member> members(PersonIdentifiers person) {
        return person.emails().stream()
                .flatMap(email -> people.memberByEmail(WorkspaceScope.current(), email).stream())
                .distinct()
                .toList();
    }
}
