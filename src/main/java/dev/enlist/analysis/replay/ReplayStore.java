package dev.enlist.analysis.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tables of replays, accessed by JDBC because flips are written and deleted in tens of thousands. */
@Component
class ReplayStore {

    private static final TypeReference<TreeMap<String, Replay.Flips>> COUNTS = new TypeReference<>() {};
    private static final TypeReference<TreeMap<String, Replay.MoneyEffect>> MONEY = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> INPUTS = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ReplayStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** A replay with what its execution needs. */
    record Work(
            String id,
            String ruleSet,
            String dmn,
            boolean isNew,
            List<String> instances,
            int instancesDone,
            String position,
            int flips,
            Map<String, Replay.Flips> byRule,
            Map<String, Replay.Flips> byState,
            Map<String, Replay.Flips> byManufacturer,
            Map<String, Replay.Flips> byStatus,
            Map<String, Replay.MoneyEffect> incentives) {

        boolean isOfCandidates() {
            return instances.isEmpty();
        }
    }

    void insert(
            String id,
            String ruleSetId,
            String slug,
            String dmn,
            List<String> instances,
            int total,
            String requestedBy,
            Instant at) {
        jdbc.sql("""
                        insert into replay (id, workspace_id, rule_set_id, rule_set_slug, dmn, status, instances, total,
                            requested_by, created_at)
                        values (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        workspaceId(),
                        ruleSetId,
                        slug,
                        dmn,
                        instances.toArray(String[]::new),
                        total,
                        requestedBy,
                        Timestamp.from(at))
                .update();
    }

    void insertCandidates(String replayId, List<Replay.Candidate> candidates) {
        List<Object[]> rows = new ArrayList<>();
        for (Replay.Candidate candidate : candidates) {
            rows.add(new Object[] {
                replayId, rows.size() + 1, workspaceId(), candidate.reference(), write(candidate.inputs())
            });
        }
        batches.batchUpdate(
                "insert into replay_candidate (replay_id, number, workspace_id, reference, inputs)"
                        + " values (?, ?, ?, ?, ?::jsonb)",
                rows);
    }

    /** The next replay that no other node is working on, locked until the end of the transaction. */
    Optional<Work> lockNext() {
        return jdbc.sql("""
                        select * from replay where workspace_id = ? and status in ('queued', 'running')
                        order by id limit 1 for update skip locked
                        """).param(workspaceId()).query((row, n) -> work(row)).optional();
    }

    /** Whether any replay is not over yet. */
    boolean isOpen() {
        return jdbc.sql(
                        "select exists (select 1 from replay where workspace_id = ? and status in ('queued', 'running'))")
                .param(workspaceId())
                .query(Boolean.class)
                .single();
    }

    void begin(String id) {
        jdbc.sql("update replay set status = 'running' where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
    }

    /** Stores the results of a chunk together with the new position. */
    void advance(Work work, ReplayChunk found, int instancesDone, String position, boolean last, Instant now) {
        if (!found.flips().isEmpty()) {
            insertFlips(work, found.flips());
        }
        jdbc.sql("""
                        update replay
                        set instances_done = ?, position = ?, processed = processed + ?, failed = failed + ?,
                            to_eligible = to_eligible + ?, to_ineligible = to_ineligible + ?,
                            to_manual = to_manual + ?, by_rule = ?::jsonb, by_state = ?::jsonb,
                            by_manufacturer = ?::jsonb, by_status = ?::jsonb, incentives = ?::jsonb, status = ?, finished_at = ?,
                            total = case when ? then processed + ? else total end
                        where id = ? and workspace_id = ?
                        """)
                .params(
                        instancesDone,
                        position,
                        found.processed(),
                        found.failedOnes(),
                        found.all().toEligible(),
                        found.all().toIneligible(),
                        found.all().toManual(),
                        write(sum(work.byRule(), found.byRule())),
                        write(sum(work.byState(), found.byState())),
                        write(sum(work.byManufacturer(), found.byManufacturer())),
                        write(sum(work.byStatus(), found.byStatus())),
                        write(money(work.incentives(), found.incentives())),
                        last ? "completed" : "running",
                        last ? Timestamp.from(now) : null,
                        last,
                        found.processed(),
                        work.id(),
                        workspaceId())
                .update();
        if (last) {
            jdbc.sql("delete from replay_candidate where replay_id = ? and workspace_id = ?")
                    .params(work.id(), workspaceId())
                    .update();
        }
    }

    /** Inserts all flips with one statement, with an array for each column. */
    private void insertFlips(Work work, List<Replay.Flip> flips) {
        batches.update(connection -> {
            java.sql.PreparedStatement insert = connection.prepareStatement("""
                    insert into replay_flip (replay_id, number, workspace_id, enrollment_id, reference, from_status,
                        from_code, from_rule, to_status, to_code, to_rule, why)
                    select ?, ? + f.n, ?, f.e, f.r, f.fs, f.fc, f.fr, f.ts, f.tc, f.tr, f.w
                    from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[], ?::text[], ?::int[],
                        ?::text[]) with ordinality as f(e, r, fs, fc, fr, ts, tc, tr, w, n)
                    """);
            insert.setString(1, work.id());
            insert.setInt(2, work.flips());
            insert.setString(3, workspaceId());
            String[] text = {"text", "text", "text", "text", "int4", "text", "text", "int4", "text"};
            for (int column = 0; column < text.length; column++) {
                int of = column;
                Object[] values = flips.stream().map(flip -> cells(flip)[of]).toArray();
                Array array = connection.createArrayOf(text[column], values);
                insert.setArray(4 + column, array);
            }
            return insert;
        });
    }

    private static @Nullable Object[] cells(Replay.Flip flip) {
        return new @Nullable Object[] {
            flip.enrollmentId(),
            flip.reference(),
            flip.from().status(),
            flip.from().code(),
            flip.from().rule(),
            flip.to().status(),
            flip.to().code(),
            flip.to().rule(),
            flip.why()
        };
    }

    /** @return whether the replay was still in progress */
    boolean end(String id, String status, @Nullable String failure, Instant now) {
        return jdbc.sql("""
                        update replay set status = ?, failure = ?, finished_at = ?
                        where id = ? and workspace_id = ? and status in ('queued', 'running')
                        """)
                        .params(status, failure, Timestamp.from(now), id, workspaceId())
                        .update()
                == 1;
    }

    List<Numbered> candidates(String replayId, int after, int limit) {
        return jdbc.sql("""
                        select number, reference, inputs from replay_candidate
                        where replay_id = ? and workspace_id = ? and number > ? order by number limit ?
                        """)
                .params(replayId, workspaceId(), after, limit)
                .query((row, n) -> new Numbered(
                        row.getInt(1), new Replay.Candidate(row.getString(2), read(row.getString(3), INPUTS))))
                .list();
    }

    record Numbered(int number, Replay.Candidate candidate) {}

    Optional<Replay> find(String id) {
        return jdbc.sql("select * from replay where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .query((row, n) -> replay(row))
                .optional();
    }

    List<Replay.Flip> flips(String id, int after, int limit) {
        return jdbc.sql("""
                        select f.*, e.application_number
                        from replay_flip f left join enrollment e
                          on e.workspace_id = f.workspace_id and e.id = f.enrollment_id
                        where f.replay_id = ? and f.workspace_id = ? and f.number > ?
                        order by f.number limit ?
                        """)
                .params(id, workspaceId(), after, limit)
                .query((row, n) -> new Replay.Flip(
                        row.getInt("number"),
                        row.getString("enrollment_id"),
                        row.getString("application_number"),
                        row.getString("reference"),
                        new Replay.Verdict(
                                row.getString("from_status"),
                                row.getString("from_code"),
                                row.getObject("from_rule", Integer.class)),
                        new Replay.Verdict(
                                row.getString("to_status"),
                                row.getString("to_code"),
                                row.getObject("to_rule", Integer.class)),
                        row.getString("why")))
                .list();
    }

    private static Work work(ResultSet row) throws SQLException {
        return new Work(
                row.getString("id"),
                row.getString("rule_set_slug"),
                row.getString("dmn"),
                row.getString("status").equals("queued"),
                List.of((String[]) row.getArray("instances").getArray()),
                row.getInt("instances_done"),
                row.getString("position"),
                row.getInt("to_eligible") + row.getInt("to_ineligible") + row.getInt("to_manual"),
                read(row.getString("by_rule"), COUNTS),
                read(row.getString("by_state"), COUNTS),
                read(row.getString("by_manufacturer"), COUNTS),
                read(row.getString("by_status"), COUNTS),
                read(row.getString("incentives"), MONEY));
    }

    private static Map<String, Replay.MoneyEffect> money(
            Map<String, Replay.MoneyEffect> one, Map<String, Replay.MoneyEffect> other) {
        Map<String, Replay.MoneyEffect> sum = new TreeMap<>(one);
        other.forEach((currency, effect) -> sum.merge(currency, effect, Replay.MoneyEffect::plus));
        return sum;
    }

    private static Replay replay(ResultSet row) throws SQLException {
        Map<String, Replay.Flips> byStatus = read(row.getString("by_status"), COUNTS);
        int toEligible = row.getInt("to_eligible");
        Timestamp finished = row.getTimestamp("finished_at");
        return new Replay(
                row.getString("id"),
                row.getString("rule_set_slug"),
                row.getString("status"),
                row.getInt("total"),
                row.getInt("processed"),
                toEligible,
                row.getInt("to_ineligible"),
                row.getInt("to_manual"),
                row.getInt("failed"),
                read(row.getString("by_rule"), COUNTS),
                read(row.getString("by_state"), COUNTS),
                read(row.getString("by_manufacturer"), COUNTS),
                new Replay.Effect(
                        -lost(byStatus, "approved"),
                        -lost(byStatus, "submitted"),
                        toEligible - lost(byStatus, "eligible"),
                        List.of()),
                List.copyOf(read(row.getString("incentives"), MONEY).values()),
                row.getString("requested_by"),
                row.getTimestamp("created_at").toInstant(),
                finished == null ? null : finished.toInstant(),
                row.getString("failure"));
    }

    private static int lost(Map<String, Replay.Flips> byStatus, String status) {
        return byStatus.getOrDefault(status, Replay.Flips.NONE).lost();
    }

    private static Map<String, Replay.Flips> sum(Map<String, Replay.Flips> one, Map<String, Replay.Flips> other) {
        Map<String, Replay.Flips> sum = new TreeMap<>(one);
        other.forEach((key, flips) -> sum.merge(key, flips, Replay.Flips::plus));
        return sum;
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
