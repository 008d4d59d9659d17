package dev.enlist.notifications;

import dev.enlist.tenancy.WorkspaceScope;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the people of messages. An erased person has no enrollment any more and is not found. */
@Component
class NotifiedPersonQuery {

    private final JdbcClient jdbc;

    NotifiedPersonQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The people of these messages by the id of the enrollment, in one statement. */
    Map<String, NotifiedPerson> of(Collection<Notification> messages) {
        List<String> enrollments = messages.stream()
                .map(Notification::enrollmentId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Map<String, NotifiedPerson> people = new HashMap<>();
        if (enrollments.isEmpty()) {
            return people;
        }
        jdbc.sql("""
                        select id, coalesce(customer_id, lead_id) as person_id, application_number,
                               coalesce(nullif(concat_ws(' ', first_name, last_name), ''), email) as name
                        from enrollment where workspace_id = ? and id = any(?)
                        """)
                .params(WorkspaceScope.current().workspaceId(), enrollments.toArray(String[]::new))
                .query(row -> {
                    people.put(
                            row.getString("id"),
                            new NotifiedPerson(
                                    row.getString("person_id"),
                                    row.getString("application_number"),
                                    row.getString("name")));
                });
        return people;
    }
}
