package dev.enlist.reporting;

import dev.enlist.shared.Cuid;
import dev.enlist.support.OwnerJdbc;
import dev.enlist.support.World;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes events of the past into the event log: status changes of one enrollment at chosen times. */
final class Past {

    private final OwnerJdbc owner;
    private final World world;
    private final String instance;
    private final String enrollment = Cuid.next();
    private int sequence;
    private @Nullable String status;

    Past(OwnerJdbc owner, World world, String instance) {
        this.owner = owner;
        this.world = world;
        this.instance = instance;
    }

    /** Writes the same three status changes for many enrollments. */
    static void ofMany(int enrollments, OwnerJdbc owner, World world, String instance) {
        owner.sql("""
                        insert into event_log (workspace_id, id, type, subject, program_instance_id, sequence, time, data)
                        select ?, 'c' || lpad(m.number || n::text, 24, '0'), 'enrollment.status_changed',
                               'c' || lpad(n::text, 24, '0'), ?, m.number, m.at,
                               jsonb_strip_nulls(jsonb_build_object('from', m.from, 'to', m.to, 'by', 'key'))
                        from generate_series(1, ?) n
                        cross join (values (1, timestamptz '2025-01-15T10:00:00Z', null, 'candidate'),
                                           (2, timestamptz '2025-01-15T10:00:01Z', 'candidate', 'eligible'),
                                           (3, timestamptz '2025-01-16T10:00:01Z', 'eligible', 'submitted'))
                            m (number, at, "from", "to")
                        order by n, m.number
                        """)
                .params(world.workspace().workspaceId(), instance, enrollments)
                .update();
    }

    Past moved(String at, String to) {
        return moved(at, to, "key", "");
    }

    /** @param more further members of the event, beginning with a comma */
    Past moved(String at, String to, String by, String more) {
        String from = status == null ? "" : "\"from\": \"" + status + "\", ";
        tell(
                "enrollment.status_changed",
                at,
                "{" + from + "\"to\": \"" + to + "\", \"by\": \"" + by + "\"" + more + "}");
        status = to;
        return this;
    }

    Past erased(String at) {
        tell("enrollment.deleted", at, "{}");
        return this;
    }

    private void tell(String type, String at, String data) {
        owner.sql("""
                        insert into event_log (workspace_id, id, type, subject, program_instance_id, sequence, time, data)
                        values (?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))
                        """)
                .params(
                        world.workspace().workspaceId(),
                        Cuid.next(),
                        type,
                        enrollment,
                        instance,
                        ++sequence,
                        Timestamp.from(Instant.parse(at)),
                        data)
                .update();
    }
}
