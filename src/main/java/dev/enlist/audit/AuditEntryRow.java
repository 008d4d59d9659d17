package dev.enlist.audit;

import dev.enlist.shared.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** An entry as stored, with the columns that the database fills. */
record AuditEntryRow(DigestedEntry entry, byte[] digest, boolean keyed, String transactionId) {

    /** The columns that {@link #read} needs; the table alias is {@code e}. */
    static final String COLUMNS = """
            e.id, e.workspace_id, e.at, e.actor_type, e.actor_id, e.actor_name, e.ip, e.user_agent, e.request_id,
            e.action, e.subject_type, e.subject_id, e.changed, e.before, e.after, e.digest, e.keyed,
            e.transaction_id, e.operation""";

    static AuditEntryRow read(ResultSet row) throws SQLException {
        DigestedEntry entry = new DigestedEntry(
                row.getString("id"),
                row.getString("workspace_id"),
                row.getTimestamp("at").toInstant(),
                new Actor(
                        Actor.Type.ofWire(row.getString("actor_type")),
                        row.getString("actor_id"),
                        row.getString("actor_name")),
                row.getString("ip"),
                row.getString("user_agent"),
                row.getString("request_id"),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                List.copyOf(Arrays.asList((String[]) row.getArray("changed").getArray())),
                row.getString("before"),
                row.getString("after"),
                row.getString("operation"));
        return new AuditEntryRow(
                entry, row.getBytes("digest"), row.getBoolean("keyed"), row.getString("transaction_id"));
    }
}
