package dev.enlist.notifications;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Exports and erases the messages to a person. An opt-out is stored as a hash of the address and survives erasure, so
 * that it still applies if the same address is entered again.
 */
@Component
@Order(90)
class NotificationPersonalData implements PersonalDataSource {

    /** A message or an opt-out in an export. The text of a message is not stored. */
    record Held(
            String kind,
            @Nullable String enrollmentId,
            @Nullable String type,
            @Nullable String status,
            Instant at,
            @Nullable Instant finishedAt) {}

    private final JdbcClient jdbc;
    private final OptOutRepository optOuts;

    NotificationPersonalData(JdbcClient jdbc, OptOutRepository optOuts) {
        this.jdbc = jdbc;
        this.optOuts = optOuts;
    }

    @Override
    public String section() {
        return "notifications";
    }

    @Override
    public Set<String> tables() {
        return Set.of("notification", "mail_opt_out");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        List<Held> held = new ArrayList<>(jdbc.sql("""
                        select enrollment_id, audience || '-' || about, status, created_at, finished_at from notification
                        where workspace_id = ? and enrollment_id = any(?) order by id
                        """)
                .params(WorkspaceScope.current().workspaceId(), enrollments(person))
                .query((row, n) -> new Held(
                        "message",
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant(),
                        Optional.ofNullable(row.getTimestamp(5))
                                .map(Timestamp::toInstant)
                                .orElse(null)))
                .list());
        optOuts.since(person.emails()).forEach(at -> held.add(new Held("noInvitations", null, null, null, at, null)));
        return held;
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        int gone = jdbc.sql("delete from notification where workspace_id = ? and enrollment_id = any(?)")
                .params(WorkspaceScope.current().workspaceId(), enrollments(person))
                .update();
        return Map.of("notifications", gone);
    }

    private static String[] enrollments(PersonIdentifiers person) {
        return person.enrollmentIds().toArray(String[]::new);
    }
}
