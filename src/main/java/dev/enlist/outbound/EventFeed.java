package dev.enlist.outbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the event log of the workspace in scope, in an order that never changes: whoever reads on from a cursor
 * misses nothing and gets nothing twice, also of transactions that are committed in another order than they began
 * in, and the events of one enrollment come in the order of their sequence. To be so, the feed stays behind the
 * oldest transaction that is still writing.
 */
@Service
public class EventFeed {

    private static final String COLUMNS =
            "workspace_id, epoch, position, id, type, subject, program_instance_id, sequence, time, data::text as data";

    private final JdbcClient jdbc;
    private final ObjectMapper mapper;

    EventFeed(JdbcClient jdbc, ObjectMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    /**
     * Some events in their order.
     *
     * @param next where to read on; never before the cursor that was read from, also when no event was found
     */
    public record Slice(List<LoggedEvent> events, Cursor next) {}

    /** At most so many events beyond a cursor. */
    @Transactional(readOnly = true)
    public Slice after(Cursor cursor, EventFilter filter, int most) {
        // the log below the horizon is complete and stays as it is, so that further statements see no other
        long horizon = horizon();
        List<LoggedEvent> events = jdbc.sql(
                        "select " + COLUMNS + """
                         from event_log
                        where workspace_id = :workspace
                          and (epoch, position) > (:epoch, :position) and epoch < :horizon
                        """ + conditions(filter) + " order by epoch, position limit :most")
                .param("workspace", workspaceId())
                .param("epoch", cursor.epoch())
                .param("position", cursor.position())
                .param("horizon", horizon)
                .param("types", filter.types().toArray(String[]::new))
                .param("instances", filter.programInstanceIds().toArray(String[]::new))
                .param("subject", filter.subject())
                .param("most", most)
                .query((row, n) -> event(row))
                .list();
        if (events.size() == most) {
            return new Slice(events, events.get(most - 1).cursor());
        }
        Cursor end = filter.wantsEverything() && !events.isEmpty()
                ? events.get(events.size() - 1).cursor()
                : last(horizon);
        return new Slice(events, end.compareTo(cursor) > 0 ? end : cursor);
    }

    private static String conditions(EventFilter filter) {
        return (filter.types().isEmpty() ? "" : " and type = any(:types)")
                + (filter.programInstanceIds().isEmpty() ? "" : " and program_instance_id = any(:instances)")
                + (filter.subject() == null ? "" : " and subject = :subject");
    }

    /** Behind the last event that can be told now. */
    @Transactional(readOnly = true)
    public Cursor end() {
        return last(horizon());
    }

    private long horizon() {
        return jdbc.sql("select event_horizon()").query(Long.class).single();
    }

    private Cursor last(long horizon) {
        return jdbc.sql("""
                        select epoch, position from event_log where workspace_id = ? and epoch < ?
                        order by epoch desc, position desc limit 1
                        """)
                .params(workspaceId(), horizon)
                .query((row, n) -> new Cursor(row.getLong(1), row.getLong(2)))
                .optional()
                .orElse(Cursor.BEGINNING);
    }

    /** The cursor that a caller sent, if it was given out in this workspace; the empty text is the beginning. */
    @Transactional(readOnly = true)
    public Optional<Cursor> cursor(@Nullable String wire) {
        if (wire == null || wire.isEmpty()) {
            return Optional.of(Cursor.BEGINNING);
        }
        return Cursor.ofWire(wire).filter(cursor -> find(cursor).isPresent());
    }

    /** The event at a place. */
    @Transactional(readOnly = true)
    public Optional<LoggedEvent> find(Cursor cursor) {
        return jdbc.sql("select " + COLUMNS + " from event_log where workspace_id = ? and epoch = ? and position = ?")
                .params(workspaceId(), cursor.epoch(), cursor.position())
                .query((row, n) -> event(row))
                .optional();
    }

    /** The events at several places, in any order. One statement. */
    @Transactional(readOnly = true)
    public List<LoggedEvent> find(List<Cursor> cursors) {
        return jdbc.sql("select " + COLUMNS + """
                         from event_log
                        where workspace_id = ?
                          and (epoch, position) in (select * from unnest(?::bigint[], ?::bigint[]))
                        """)
                .params(
                        workspaceId(),
                        cursors.stream().map(Cursor::epoch).toArray(Long[]::new),
                        cursors.stream().map(Cursor::position).toArray(Long[]::new))
                .query((row, n) -> event(row))
                .list();
    }

    private LoggedEvent event(ResultSet row) throws SQLException {
        return new LoggedEvent(
                row.getString("workspace_id"),
                new Cursor(row.getLong("epoch"), row.getLong("position")),
                row.getString("id"),
                row.getString("type"),
                row.getString("subject"),
                row.getString("program_instance_id"),
                row.getObject("sequence", Integer.class),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                json(row.getString("data")));
    }

    private JsonNode json(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The log holds JSON", e);
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
