package dev.enlist.access.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Queries on the sessions of all people, beside those of Spring Session. */
class SessionTable {

    /** The stored form of a session id. */
    static final String HASH = "sha256(convert_to(?, 'UTF8'))";

    private final JdbcClient jdbc;
    private final SessionAttributeCodec codec;

    SessionTable(JdbcClient jdbc, SessionAttributeCodec codec) {
        this.jdbc = jdbc;
        this.codec = codec;
    }

    /** A session and its key in the table. */
    record Row(String key, String principal, @Nullable SessionClient client, Instant lastUsedAt, Instant endsAt) {}

    void touch(String sessionId, Instant now) {
        jdbc.sql("update spring_session set last_access_time = ?, expiry_time = ? + max_inactive_interval * 1000"
                        + " where session_id = " + HASH)
                .params(now.toEpochMilli(), now.toEpochMilli(), sessionId)
                .update();
    }

    /** The key of a session, which stays the same when the session gets a new id. */
    Optional<String> key(String sessionId) {
        return jdbc.sql("select primary_id from spring_session where session_id = " + HASH)
                .param(sessionId)
                .query(String.class)
                .optional();
    }

    boolean isOpen(String key, Instant now) {
        return jdbc.sql("select exists (select 1 from spring_session where primary_id = ? and expiry_time > ?)")
                .params(key, now.toEpochMilli())
                .query(Boolean.class)
                .single();
    }

    /** The open sessions of these principals, last used first. */
    List<Row> open(Collection<String> principals, Instant now) {
        return jdbc.sql("""
                        select s.primary_id, s.principal_name, s.last_access_time, s.expiry_time, a.attribute_bytes
                        from spring_session s
                        left join spring_session_attributes a
                          on a.session_primary_id = s.primary_id and a.attribute_name = :client
                        where s.principal_name = any(:principals) and s.expiry_time > :now
                        order by s.last_access_time desc, s.primary_id
                        """)
                .param("client", SessionClient.ATTRIBUTE)
                .param("principals", principals.toArray(String[]::new))
                .param("now", now.toEpochMilli())
                .query(this::row)
                .list();
    }

    private Row row(ResultSet row, int n) throws SQLException {
        byte[] client = row.getBytes("attribute_bytes");
        return new Row(
                row.getString("primary_id"),
                row.getString("principal_name"),
                client == null ? null : (SessionClient) codec.read(client),
                Instant.ofEpochMilli(row.getLong("last_access_time")),
                Instant.ofEpochMilli(row.getLong("expiry_time")));
    }

    /** Deletes sessions by their keys; returns how many there were. */
    int delete(Collection<String> keys) {
        return keys.isEmpty()
                ? 0
                : jdbc.sql("delete from spring_session where primary_id = any(?)")
                        .param(keys.toArray(String[]::new))
                        .update();
    }

    /** Deletes the sessions of these principals, except the one with this key; returns how many there were. */
    int deleteAll(Collection<String> principals, String exceptKey) {
        return jdbc.sql("delete from spring_session where principal_name = any(?) and primary_id <> ?")
                .params(principals.toArray(String[]::new), exceptKey)
                .update();
    }

    /** Deletes sessions that ended by themselves. */
    void deleteEnded(Instant now) {
        jdbc.sql("delete from spring_session where expiry_time < ?")
                .param(now.toEpochMilli())
                .update();
    }
}
