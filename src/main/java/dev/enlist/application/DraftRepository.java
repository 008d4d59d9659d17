package dev.enlist.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.EmailKey;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores drafts in the workspace in scope. Each method is one statement. */
@Repository
class DraftRepository {

    private static final String COLUMNS =
            "id, program_instance_id, form_version, language, verified, inputs, completed,"
                    + " enrollment_id, outcome, created_at, updated_at, version";

    private static final TypeReference<Map<String, List<String>>> INPUTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    DraftRepository(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Stores a new draft.
     *
     * @param tokenHash of the cookie
     * @param startHash of the token of the start page
     * @return whether it is the first draft of the workspace; empty where the start token has begun a draft already
     */
    Optional<Boolean> insert(
            String id,
            String programInstanceId,
            int formVersion,
            String language,
            byte[] tokenHash,
            byte[] startHash,
            Instant now) {
        return jdbc.sql("""
                        insert into application_draft (id, workspace_id, program_instance_id, form_version, language,
                          token_hash, start_hash, verified, inputs, completed, created_at, updated_at, version)
                        values (?, ?, ?, ?, ?, ?, ?, false, '{}', '{}', ?, ?, 0)
                        on conflict (start_hash) do nothing
                        returning not exists (select 1 from application_draft where workspace_id = ? and id <> ?)
                        """)
                .params(
                        id,
                        workspaceId(),
                        programInstanceId,
                        formVersion,
                        language,
                        tokenHash,
                        startHash,
                        Timestamp.from(now),
                        Timestamp.from(now),
                        workspaceId(),
                        id)
                .query(Boolean.class)
                .optional();
    }

    /** The draft of a cookie that is not older than a time. */
    Optional<Draft> byToken(String programInstanceId, byte[] tokenHash, Instant notBefore) {
        return jdbc.sql("select " + COLUMNS + " from application_draft where token_hash = ? and workspace_id = ?"
                        + " and program_instance_id = ? and updated_at >= ?")
                .params(tokenHash, workspaceId(), programInstanceId, Timestamp.from(notBefore))
                .query(this::draft)
                .optional();
    }

    /** The draft of a mailed link that is not older than a time. */
    Optional<Draft> byResumeToken(String programInstanceId, byte[] resumeHash, Instant notBefore) {
        return jdbc.sql("select " + COLUMNS + " from application_draft where resume_hash = ? and workspace_id = ?"
                        + " and program_instance_id = ? and updated_at >= ?")
                .params(resumeHash, workspaceId(), programInstanceId, Timestamp.from(notBefore))
                .query(this::draft)
                .optional();
    }

    /** The last changed draft of an e-mail that was not sent; by the answer or by the address of an earlier link. */
    Optional<Draft> openOf(String programInstanceId, String email, Instant notBefore) {
        String key = EmailKey.of(email).value();
        return jdbc.sql("select " + COLUMNS
                        + " from application_draft where workspace_id = ? and program_instance_id = ?"
                        + " and (resume_email_key = ? or (resume_email_key is null and email_key = ?))"
                        + " and updated_at >= ? and (outcome is null or outcome ->> 'kind' = 'INELIGIBLE')"
                        + " order by updated_at desc limit 1")
                .params(workspaceId(), programInstanceId, key, key, Timestamp.from(notBefore))
                .query(this::draft)
                .optional();
    }

    /** Locks the row for a submission, so that a second one waits and then sees the outcome of the first. */
    Optional<Draft> lock(String id) {
        return lockAll(List.of(id)).stream().findFirst();
    }

    /** Locks the rows of those that exist, in the order of their ids, so that two transactions never wait for each other. */
    List<Draft> lockAll(Collection<String> ids) {
        return jdbc.sql("select " + COLUMNS
                        + " from application_draft where id = any(?) and workspace_id = ? order by id for update")
                .params(ids.toArray(String[]::new), workspaceId())
                .query(this::draft)
                .list();
    }

    /**
     * Stores answers, unless another request changed the draft since it was read.
     *
     * @param email typed into the field {@code email}; empty for none
     * @return whether it was stored
     */
    boolean save(
            Draft read,
            Map<String, List<String>> inputs,
            Set<Integer> completed,
            String email,
            String language,
            Instant now) {
        return jdbc.sql("""
                        update application_draft
                        set inputs = ?::jsonb, completed = ?, email_key = ?, language = ?, updated_at = ?, version = version + 1
                        where id = ? and workspace_id = ? and version = ? and (outcome is null or outcome ->> 'kind' = 'INELIGIBLE')
                        """)
                        .params(Arrays.asList(
                                write(inputs),
                                completed.stream().mapToInt(Integer::intValue).toArray(),
                                email.isBlank()
                                        ? null
                                        : EmailKey.of(email.strip()).value(),
                                language,
                                Timestamp.from(now),
                                read.id(),
                                workspaceId(),
                                read.version()))
                        .update()
                == 1;
    }

    /** What a submission came to; no enrollment where the person is enrolled already. */
    record Finished(String draftId, @Nullable String enrollmentId, Outcome outcome) {}

    /** Stores what submissions came to; a draft that was sent keeps no answers. */
    void finish(Collection<Finished> all, Instant now) {
        jdbc.sql("""
                        update application_draft d
                        set enrollment_id = f.enrollment_id, outcome = f.outcome::jsonb, updated_at = :now,
                            version = d.version + 1,
                            inputs = case when f.correctable then d.inputs else '{}' end,
                            resume_hash = case when f.correctable then d.resume_hash end
                        from unnest(:ids::text[], :enrollments::text[], :outcomes::text[], :correctable::boolean[])
                             as f(id, enrollment_id, outcome, correctable)
                        where d.id = f.id and d.workspace_id = :workspace
                        """)
                .param("now", Timestamp.from(now))
                .param("ids", all.stream().map(Finished::draftId).toArray(String[]::new))
                .param("enrollments", all.stream().map(Finished::enrollmentId).toArray(String[]::new))
                .param(
                        "outcomes",
                        all.stream().map(each -> write(each.outcome())).toArray(String[]::new))
                .param(
                        "correctable",
                        all.stream().map(each -> each.outcome().isCorrectable()).toArray(Boolean[]::new))
                .param("workspace", workspaceId())
                .update();
    }

    /** Replaces the mailed link. */
    void setResumeToken(String id, byte[] resumeHash, String email, Instant now) {
        jdbc.sql("""
                        update application_draft
                        set resume_hash = ?, resume_email_key = ?, updated_at = ?,
                            verified = verified and resume_email_key = ?
                        where id = ? and workspace_id = ?
                        """)
                .params(
                        resumeHash,
                        EmailKey.of(email).value(),
                        Timestamp.from(now),
                        EmailKey.of(email).value(),
                        id,
                        workspaceId())
                .update();
    }

    /** Gives the draft to the browser that opened the mailed link: a new cookie, and a proven e-mail. */
    void open(String id, byte[] tokenHash, Instant now) {
        jdbc.sql(
                        "update application_draft set token_hash = ?, verified = true, updated_at = ? where id = ? and workspace_id = ?")
                .params(tokenHash, Timestamp.from(now), id, workspaceId())
                .update();
    }

    void delete(String id) {
        jdbc.sql("delete from application_draft where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
    }

    int deleteOlderThan(Instant before, int most) {
        return jdbc.sql(
                        "delete from application_draft where id in (select id from application_draft"
                                + " where workspace_id = ? and updated_at < ? order by updated_at limit ? for update skip locked)")
                .params(workspaceId(), Timestamp.from(before), most)
                .update();
    }

    boolean isAny() {
        return jdbc.sql("select exists (select 1 from application_draft where workspace_id = ?)")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    /** The drafts of a person: by e-mail, or by the enrollment that one became. */
    List<Draft> ofPerson(Collection<String> emailKeys, Collection<String> enrollmentIds) {
        return jdbc.sql(
                        "select " + COLUMNS + " from application_draft where workspace_id = ?"
                                + " and (email_key = any(?) or resume_email_key = any(?) or enrollment_id = any(?)) order by id")
                .params(
                        workspaceId(),
                        emailKeys.toArray(String[]::new),
                        emailKeys.toArray(String[]::new),
                        enrollmentIds.toArray(String[]::new))
                .query(this::draft)
                .list();
    }

    private Draft draft(ResultSet row, int number) throws SQLException {
        String outcome = row.getString(9);
        Set<Integer> completed =
                new TreeSet<>(Arrays.asList((Integer[]) row.getArray(7).getArray()));
        return new Draft(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getString(4),
                row.getBoolean(5),
                read(row.getString(6), INPUTS),
                new LinkedHashSet<>(completed),
                row.getString(8),
                outcome == null ? null : read(outcome, new TypeReference<Outcome>() {}),
                row.getTimestamp(10).toInstant(),
                row.getTimestamp(11).toInstant(),
                row.getInt(12));
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A draft holds JSON that this version cannot read", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A draft cannot be written as JSON", e);
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
