package dev.enlist.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the event log of the workspace in scope in an order that never changes. A client that reads on from a cursor
 * gets each event exactly once, also if transactions are committed in a different order than they began. The events of
 * one enrollment come in the order of their sequence. To guarantee this, the feed stops before the oldest transaction
 * that is still writing.
 */
@Service
public class EventFeed {

    private static final String COLUMNS =
            "workspace_id, epoch, position, id, type, subject, program_instance_id, sequence, time, data::text as data, trace_parent";

    private final JdbcClient jdbc;
    private final ObjectMapper mapper;
    private final List<EventSupplement> supplements;

    EventFeed(JdbcClient jdbc, ObjectMapper mapper, List<EventSupplement> supplements) {
        this.jdbc = jdbc;
        this.mapper = mapper;
        this.supplements = List.copyOf(supplements);
    }

    /**
     * Events in their order.
     *
     * @param next where to continue reading; never before the cursor that was passed, also if no event was found
     */
    public record Slice(List<LoggedEvent> events, Cursor next) {}

    /** Returns at most this number of events after a cursor. */
    @Transactional(readOnly = true)
    public Slice after(Cursor cursor, EventFilter filter, int most) {
        // events below the horizon are complete and never change, so separate statements see the same events
        long horizon = horizon();
        List<LoggedEvent> events = supplemented(
                jdbc.sql("select " + COLUMNS + """
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
                        .list());
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

    /** Returns the cursor after the last event that can be published now. */
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

    /**
     * Parses a caller's cursor; empty if it was not issued in this workspace. The empty text is the beginning of the
     * feed.
     */
    @Transactional(readOnly = true)
    public Optional<Cursor> cursor(@Nullable String wire) {
        if (wire == null || wire.isEmpty()) {
            return Optional.of(Cursor.BEGINNING);
        }
        return Cursor.ofWire(wire).filter(cursor -> find(cursor).isPresent());
    }

    /** Returns the event at a position. */
    @Transactional(readOnly = true)
    public Optional<LoggedEvent> find(Cursor cursor) {
        return jdbc.sql("select " + COLUMNS + " from event_log where workspace_id = ? and epoch = ? and position = ?")
                .params(workspaceId(), cursor.epoch(), cursor.position())
                .query((row, n) -> event(row))
                .optional()
                .map(event -> supplemented(List.of(event)).get(0));
    }

    /** Returns the events at several positions, in any order. One statement. */
    @Transactional(readOnly = true)
    public List<LoggedEvent> find(List<Cursor> cursors) {
        return supplemented(jdbc.sql("select " + COLUMNS + """
                         from event_log
                        where workspace_id = ?
                          and (epoch, position) in (select * from unnest(?::bigint[], ?::bigint[]))
                        """)
                .params(
                        workspaceId(),
                        cursors.stream().map(Cursor::epoch).toArray(Long[]::new),
                        cursors.stream().map(Cursor::position).toArray(Long[]::new))
                .query((row, n) -> event(row))
                .list());
    }

    /** Adds what is not kept in the log; one query for each type of event that has such data. */
    private List<LoggedEvent> supplemented(List<LoggedEvent> events) {
        List<LoggedEvent> complete = events;
        for (EventSupplement supplement : supplements) {
            List<String> subjects = events.stream()
                    .filter(event -> event.type().equals(supplement.type()))
                    .map(LoggedEvent::subject)
                    .toList();
            if (!subjects.isEmpty()) {
                Map<String, ? extends Map<String, ? extends @Nullable Object>> members = supplement.members(subjects);
                complete = complete.stream()
                        .map(event -> event.type().equals(supplement.type())
                                ? with(event, members.get(event.subject()), supplement)
                                : event)
                        .toList();
            }
        }
        return complete;
    }

    private LoggedEvent with(
            LoggedEvent event, @Nullable Map<String, ? extends @Nullable Object> members, EventSupplement supplement) {
        ObjectNode data = event.data().deepCopy();
        (members == null ? supplement.absent() : members)
                .forEach((name, value) -> data.set(name, mapper.valueToTree(value)));
        return event.withData(data);
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
                json(row.getString("data")),
                row.getString("trace_parent"));
    }

    private JsonNode json(String text) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The data of an event in the log is not valid JSON", e);
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
