package dev.enlist.workflow.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Cuid;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.WorkflowRef;
import dev.enlist.workflow.model.WorkflowElement;
import dev.enlist.workflow.model.WorkflowKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Rows of runs and steps of the workspace in scope, in the transaction of the process. */
@Repository
class WorkflowRunStore {

    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private static final String STEP = """
            select id, run_id, enrollment_id, slug, number, element_id, name, kind, engine_id, started_at, ended_at, by_type,
                   by_id, by_name, outcome, detail, result::text
            from workflow_step where workspace_id = :workspace and\s""";

    private static final String RUN = """
            select id, enrollment_id, program_instance_id, kind, slug, number, results::text, decision, reason,
                   decided_by_type, decided_by_id, decided_by_name, overridden, started_at
            from workflow_run where workspace_id = :workspace and\s""";

    private final JdbcClient jdbc;
    private final ObjectMapper mapper;

    WorkflowRunStore(JdbcClient jdbc, ObjectMapper mapper) {
        this.jdbc = jdbc;
        this.mapper = mapper;
    }

    void begin(String enrollmentId, String programInstanceId, WorkflowKind kind, WorkflowRef workflow, Instant at) {
        jdbc.sql("""
                        insert into workflow_run
                          (id, workspace_id, enrollment_id, program_instance_id, kind, slug, number, started_at)
                        values (:id, :workspace, :enrollment, :instance, :kind, :slug, :number, :at)
                        """)
                .param("id", Cuid.next())
                .param("workspace", workspaceId())
                .param("enrollment", enrollmentId)
                .param("instance", programInstanceId)
                .param("kind", kind.wire())
                .param("slug", workflow.slug())
                .param("number", workflow.version())
                .param("at", Timestamp.from(at))
                .update();
    }

    /** The run that has not ended; empty where there is none. */
    Optional<WorkflowRun> open(String enrollmentId) {
        return jdbc.sql(RUN + "enrollment_id = :enrollment and ended_at is null")
                .param("workspace", workspaceId())
                .param("enrollment", enrollmentId)
                .query((row, n) -> run(row))
                .optional();
    }

    void end(String enrollmentId, String outcome, Instant at) {
        jdbc.sql("""
                        update workflow_run set ended_at = :at, outcome = :outcome
                        where workspace_id = :workspace and enrollment_id = :enrollment and ended_at is null
                        """)
                .param("at", Timestamp.from(at))
                .param("outcome", outcome)
                .param("workspace", workspaceId())
                .param("enrollment", enrollmentId)
                .update();
    }

    void put(String runId, String name, Map<String, @Nullable Object> result) {
        jdbc.sql("""
                        update workflow_run set results = results || jsonb_build_object(:name::text, :result::jsonb)
                        where workspace_id = :workspace and id = :run
                        """)
                .param("name", name)
                .param("result", json(result))
                .param("workspace", workspaceId())
                .param("run", runId)
                .update();
    }

    void decide(String runId, String decision, @Nullable String reason, Actor by, boolean overridden) {
        jdbc.sql("""
                        update workflow_run set decision = :decision, reason = :reason, decided_by_type = :type,
                          decided_by_id = :by, decided_by_name = :name, overridden = :overridden
                        where workspace_id = :workspace and id = :run
                        """)
                .param("decision", decision)
                .param("reason", reason)
                .param("type", by.type().wire())
                .param("by", by.id())
                .param("name", by.name())
                .param("overridden", overridden)
                .param("workspace", workspaceId())
                .param("run", runId)
                .update();
    }

    /** @return id of the step */
    String start(
            WorkflowRun run, WorkflowRef workflow, WorkflowElement element, @Nullable String engineId, Instant at) {
        String id = Cuid.next();
        jdbc.sql("""
                        insert into workflow_step (id, workspace_id, run_id, enrollment_id, slug, number, element_id, name,
                          kind, engine_id, started_at)
                        values (:id, :workspace, :run, :enrollment, :slug, :number, :element, :name, :kind, :engine, :at)
                        """)
                .param("id", id)
                .param("workspace", workspaceId())
                .param("run", run.id())
                .param("enrollment", run.enrollmentId())
                .param("slug", workflow.slug())
                .param("number", workflow.version())
                .param("element", element.id())
                .param("name", element.title())
                .param("kind", element.kind().wire())
                .param("engine", engineId)
                .param("at", Timestamp.from(at))
                .update();
        return id;
    }

    /** What a step led to. */
    record Ending(
            String outcome,
            @Nullable String detail,
            @Nullable Map<String, @Nullable Object> result,
            @Nullable Actor by) {}

    /**
     * Ends a step that is open, or that its process has left without a result so far: a task of the task list is left before
     * what the person entered is read.
     *
     * @return whether it was
     */
    boolean end(String stepId, Ending ending, Instant at) {
        return jdbc.sql("""
                        update workflow_step set ended_at = :at, outcome = :outcome, detail = :detail,
                          result = :result::jsonb, by_type = :type, by_id = :by, by_name = :name
                        where workspace_id = :workspace and id = :id and (ended_at is null or outcome = 'interrupted')
                        """)
                        .param("at", Timestamp.from(at))
                        .param("outcome", ending.outcome())
                        .param("detail", ending.detail())
                        .param("result", ending.result() == null ? null : json(ending.result()))
                        .param(
                                "type",
                                ending.by() == null ? null : ending.by().type().wire())
                        .param("by", ending.by() == null ? null : ending.by().id())
                        .param("name", ending.by() == null ? null : ending.by().name())
                        .param("workspace", workspaceId())
                        .param("id", stepId)
                        .update()
                > 0;
    }

    /** What a step hands to later steps of its run. */
    record Result(WorkflowStep step, String name, Map<String, @Nullable Object> values) {}

    /**
     * Ends open steps of different runs, and adds their results to the runs. Two statements, whatever their number.
     *
     * @throws IllegalStateException if a step has ended; the caller has locked the enrollments
     */
    void complete(List<Result> results, String outcome, Instant at) {
        String[] values = results.stream().map(result -> json(result.values())).toArray(String[]::new);
        int ended = jdbc.sql("""
                        update workflow_step s set ended_at = :at, outcome = :outcome, result = given.value::jsonb
                        from unnest(:ids::text[], :values::text[]) given (id, value)
                        where s.workspace_id = :workspace and s.id = given.id and s.ended_at is null
                        """)
                .param("at", Timestamp.from(at))
                .param("outcome", outcome)
                .param("ids", results.stream().map(result -> result.step().id()).toArray(String[]::new))
                .param("values", values)
                .param("workspace", workspaceId())
                .update();
        if (ended != results.size()) {
            throw new IllegalStateException("Another transaction has ended one of the steps");
        }
        jdbc.sql("""
                        update workflow_run r set results = r.results || jsonb_build_object(given.name, given.value::jsonb)
                        from unnest(:ids::text[], :names::text[], :values::text[]) given (id, name, value)
                        where r.workspace_id = :workspace and r.id = given.id
                        """)
                .param(
                        "ids",
                        results.stream().map(result -> result.step().runId()).toArray(String[]::new))
                .param("names", results.stream().map(Result::name).toArray(String[]::new))
                .param("values", values)
                .param("workspace", workspaceId())
                .update();
    }

    Optional<WorkflowStep> step(String id) {
        return steps("id = :key", id).stream().findFirst();
    }

    Optional<WorkflowStep> byEngineId(String engineId) {
        return steps("engine_id = :key", engineId).stream().findFirst();
    }

    /** Those that exist. One statement. */
    List<WorkflowStep> steps(Collection<String> ids) {
        return jdbc.sql(STEP + "id = any(:ids) order by id")
                .param("workspace", workspaceId())
                .param("ids", ids.toArray(String[]::new))
                .query((row, n) -> step(row))
                .list();
    }

    List<WorkflowStep> ofEnrollment(String enrollmentId) {
        return steps("enrollment_id = :key", enrollmentId);
    }

    List<WorkflowStep> openOf(String enrollmentId) {
        return steps("enrollment_id = :key and ended_at is null", enrollmentId);
    }

    List<WorkflowStep> ofRun(String runId) {
        return steps("run_id = :key", runId);
    }

    private List<WorkflowStep> steps(String condition, String key) {
        return jdbc.sql(STEP + condition + " order by id")
                .param("workspace", workspaceId())
                .param("key", key)
                .query((row, n) -> step(row))
                .list();
    }

    /** Steps that wait get the version to which their process was moved. */
    void move(List<String> enrollmentIds, WorkflowRef from, WorkflowRef to) {
        for (String table : List.of("workflow_run", "workflow_step")) {
            jdbc.sql("update " + table + " set number = :to where workspace_id = :workspace and slug = :slug"
                            + " and number = :from and ended_at is null and enrollment_id = any(:enrollments)")
                    .param("to", to.version())
                    .param("workspace", workspaceId())
                    .param("slug", from.slug())
                    .param("from", from.version())
                    .param("enrollments", enrollmentIds.toArray(String[]::new))
                    .update();
        }
    }

    /** Enrollments whose runs of this version have not ended, in the order of their runs, after an enrollment. */
    List<String> running(WorkflowRef workflow, String after, int limit) {
        return jdbc.sql("""
                        select enrollment_id from workflow_run
                        where workspace_id = :workspace and slug = :slug and number = :number and ended_at is null
                          and enrollment_id > :after
                        order by enrollment_id limit :limit
                        """)
                .param("workspace", workspaceId())
                .param("slug", workflow.slug())
                .param("number", workflow.version())
                .param("after", after)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Steps of several enrollments. One statement. */
    List<WorkflowStep> ofEnrollments(Collection<String> enrollmentIds) {
        return jdbc.sql(STEP + "enrollment_id = any(:enrollments) order by id")
                .param("workspace", workspaceId())
                .param("enrollments", enrollmentIds.toArray(String[]::new))
                .query((row, n) -> step(row))
                .list();
    }

    int erase(Collection<String> enrollmentIds) {
        String[] ids = enrollmentIds.toArray(String[]::new);
        int gone = jdbc.sql("delete from workflow_step where workspace_id = ? and enrollment_id = any(?)")
                .params(workspaceId(), ids)
                .update();
        return gone
                + jdbc.sql("delete from workflow_run where workspace_id = ? and enrollment_id = any(?)")
                        .params(workspaceId(), ids)
                        .update();
    }

    private WorkflowRun run(ResultSet row) throws SQLException {
        return new WorkflowRun(
                row.getString("id"),
                row.getString("enrollment_id"),
                row.getString("program_instance_id"),
                WorkflowKind.ofWire(row.getString("kind")).orElseThrow(),
                new WorkflowRef(row.getString("slug"), row.getInt("number")),
                object(row.getString("results")),
                row.getString("decision"),
                row.getString("reason"),
                actor(row, "decided_by"),
                row.getBoolean("overridden"),
                row.getTimestamp("started_at").toInstant());
    }

    private WorkflowStep step(ResultSet row) throws SQLException {
        Timestamp ended = row.getTimestamp("ended_at");
        String result = row.getString("result");
        return new WorkflowStep(
                row.getString("id"),
                row.getString("run_id"),
                row.getString("enrollment_id"),
                new WorkflowRef(row.getString("slug"), row.getInt("number")),
                row.getString("element_id"),
                row.getString("name"),
                row.getString("kind"),
                row.getString("engine_id"),
                row.getTimestamp("started_at").toInstant(),
                ended == null ? null : ended.toInstant(),
                actor(row, "by"),
                row.getString("outcome"),
                row.getString("detail"),
                result == null ? null : object(result));
    }

    private static @Nullable Actor actor(ResultSet row, String prefix) throws SQLException {
        String type = row.getString(prefix + "_type");
        return type == null
                ? null
                : new Actor(Actor.Type.ofWire(type), row.getString(prefix + "_id"), row.getString(prefix + "_name"));
    }

    private String json(Map<String, @Nullable Object> value) {
        try {
            return mapper.writeValueAsString(new HashMap<>(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The result of a step cannot be written as JSON", e);
        }
    }

    private Map<String, @Nullable Object> object(String json) {
        try {
            return mapper.readValue(json, OBJECT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The stored result of a step does not parse", e);
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
