package dev.enlist.access;

import dev.enlist.shared.EmailKey;
import dev.enlist.shared.privacy.PersonIdentifiers;
import dev.enlist.shared.privacy.PersonalDataSource;
import dev.enlist.tenancy.WorkspaceScope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Personal data in responses that are stored for a day under idempotency keys. A response concerns a person if it was
 * stored for a resource of the person, or if its body holds the person's e-mail address or the id of such a resource.
 */
@Component
@Order(50)
class IdempotencyPersonalData implements PersonalDataSource {

    private static final String ABOUT = """
            from idempotency_record where workspace_id = :workspace
              and (resource_id = any(:ids) or idempotency_key = any(:keys))
            """;

    /** Responses per read. Bodies are compared in Java, because SQL cannot compare e-mail addresses. */
    private static final int FETCHED = 200;

    /** A stored response as exported. */
    record Held(int status, String body, Instant createdAt) {}

    private final JdbcClient jdbc;

    private final JdbcTemplate streaming;

    IdempotencyPersonalData(JdbcClient jdbc, DataSource database) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(database);
        this.streaming.setFetchSize(FETCHED);
    }

    @Override
    public String section() {
        return "keptAnswers";
    }

    @Override
    public Set<String> tables() {
        return Set.of("idempotency_record");
    }

    @Override
    public List<Held> export(PersonIdentifiers person) {
        return about("select status, body, created_at " + ABOUT + " order by created_at", person)
                .query((row, n) -> new Held(
                        row.getInt(1),
                        new String(row.getBytes(2), StandardCharsets.UTF_8),
                        row.getTimestamp(3).toInstant()))
                .list();
    }

    /**
     * Deletes all stored refusals, because they repeat request members and cannot be assigned to a person. A refused
     * request changed nothing, so a repetition is evaluated again. GraphQL refusals have status 200.
     */
    @Override
    public Map<String, Integer> erase(PersonIdentifiers person) {
        int erased = about("delete " + ABOUT, person).update();
        jdbc.sql("delete from idempotency_record where workspace_id = ?"
                        + " and (status >= 400 or (status = 200 and convert_from(body, 'UTF8') like '{\"errors\":%'))")
                .param(WorkspaceScope.current().workspaceId())
                .update();
        return Map.of("keptAnswers", erased);
    }

    private JdbcClient.StatementSpec about(String sql, PersonIdentifiers person) {
        Set<String> ids = person.ids();
        List<String> keys = new ArrayList<>();
        streaming.query(
                "select idempotency_key, body from idempotency_record where workspace_id = ?",
                row -> {
                    String body = new String(row.getBytes(2), StandardCharsets.UTF_8);
                    if (ids.stream().anyMatch(body::contains)
                            || EmailKey.within(body).stream().anyMatch(person.emails()::contains)) {
                        keys.add(row.getString(1));
                    }
                },
                WorkspaceScope.current().workspaceId());
        return jdbc.sql(sql)
                .param("workspace", WorkspaceScope.current().workspaceId())
                .param("ids", ids.toArray(String[]::new))
                .param("keys", keys.toArray(String[]::new));
    }
}
