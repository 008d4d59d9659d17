package dev.enlist.events;

import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Exports the events about a person's enrollments. They contain ids, statuses and codes only, so they are kept when the
 * person is erased.
 */
@Component
@Order(300)
class EventPersonalData implements PersonalDataSource {

    /** An event in an export. */
    record Held(String id, String type, String subject, Instant time) {}

    private final JdbcClient jdbc;

    EventPersonalData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String section() {
        return "events";
    }

    @Override
    public Set<String> tables() {
        return Set.of("event_log");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return jdbc.sql("""
                        select id, type, subject, time from event_log
                        where workspace_id = :workspace and subject = any(:ids) order by position
                        """)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("ids", person.ids().toArray(String[]::new))
                .query((row, n) -> new Held(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getTimestamp(4).toInstant()))
                .list();
    }

    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        return Map.of();
    }
}
