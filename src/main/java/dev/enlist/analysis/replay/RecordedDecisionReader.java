package dev.enlist.analysis.replay;

import dev.enlist.capacity.CapacityPool;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Reads the recorded decisions about enrollments and their inputs. Only the latest decision of each enrollment counts.
 * Selects only the requested members of the inputs in the database: a tenth of the bytes, and equal inputs are equal texts.
 */
@Component
@Transactional(readOnly = true)
class RecordedDecisionReader {

    private static final int FETCHED_AT_ONCE = 5_000;

    /**
     * A recorded decision, to be compared with another one.
     *
     * @param status        current status of the enrollment
     * @param manufacturers separated by {@code |}
     * @param rule          row that decided, from 1; null where none matched
     * @param amount        of its incentive, as the rules stated it, else as it is; null where there is none
     * @param inputs        the requested inputs in the requested order, each as JSON; null where an input is absent
     */
    record Recorded(
            String enrollmentId,
            @Nullable String reference,
            String status,
            @Nullable String state,
            String manufacturers,
            String decided,
            String code,
            @Nullable Integer rule,
            boolean statedByRules,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            @Nullable String[] inputs) {}

    private final JdbcTemplate jdbc;

    RecordedDecisionReader(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The ids of the program instances that use a rule set, in order. */
    List<String> instancesOf(String slug) {
        return jdbc.queryForList(
                "select id from program_instance where workspace_id = ? and rule_set_slug = ? order by id",
                String.class,
                workspaceId(),
                slug);
    }

    /** Those of these ids that are no program instance of the workspace. */
    List<String> unknownInstances(List<String> programInstanceIds) {
        List<String> unknown = new ArrayList<>(programInstanceIds);
        unknown.removeAll(jdbc.queryForList(
                "select id from program_instance where workspace_id = ? and id = any(?)",
                String.class,
                workspaceId(),
                programInstanceIds.toArray(String[]::new)));
        return unknown;
    }

    /**
     * One entry per instance that has its own pool of units and in which the replay found eligible people, ordered by pool id.
     */
    List<Replay.PoolNeed> poolNeeds(String replayId) {
        return jdbc.query(
                """
                select p.id, p.owner_id, n.people * p.units as needed,
                       greatest(p.capacity_limit * (100 + p.overage_percent) * 0.01 - p.reserved - p.committed, 0) as rest
                from (select e.program_instance_id, count(*) as people
                      from replay_flip f join enrollment e on e.id = f.enrollment_id
                      where f.workspace_id = ? and f.replay_id = ? and f.to_status = 'eligible'
                      group by e.program_instance_id) n
                join capacity_pool p on p.owner_id = n.program_instance_id and p.owner_kind = 'instance'
                where p.segment_by is null and p.closed_at is null and p.workspace_id = ?
                  and p.pricing_model <> 'budget'
                order by p.id
                """,
                (row, n) -> new Replay.PoolNeed(
                        row.getString("id"),
                        row.getString("owner_id"),
                        CapacityPool.plain(row.getBigDecimal("needed")),
                        CapacityPool.plain(row.getBigDecimal("rest")),
                        row.getBigDecimal("needed").compareTo(row.getBigDecimal("rest")) <= 0),
                workspaceId(),
                replayId,
                workspaceId());
    }

    /** Number of decided enrollments of these instances that were created before the enrollment {@code before}. */
    int count(List<String> programInstanceIds, String before) {
        Integer count = jdbc.queryForObject(
                """
                select count(*) from enrollment e
                where e.workspace_id = ? and e.program_instance_id = any(?) and e.id < ?
                  and exists (select 1 from decision_record d where d.enrollment_id = e.id)
                """, Integer.class, workspaceId(), programInstanceIds.toArray(String[]::new), before);
        return count == null ? 0 : count;
    }

    /**
     * The next decisions of an instance, ordered by enrollment id.
     *
     * @param places the requested inputs, each a path of one or two names
     */
    List<Recorded> next(String programInstanceId, String after, String before, int limit, List<List<String>> places) {
        String sql = """
                select e.id, e.reference_id, e.status, us_state(e.state, e.country), array_to_string(e.manufacturer_slugs, '|'),
                       d.status, d.code, (d.matched_rules -> 0 ->> 'number')::int, d.amount is not null,
                       coalesce(d.amount, e.incentive_amount), coalesce(d.currency, e.incentive_currency), %s
                from enrollment e
                cross join lateral (
                    select * from decision_record r
                    where r.enrollment_id = e.id order by r.id desc limit 1) d
                where e.workspace_id = ? and e.program_instance_id = ? and e.id > ? and e.id < ?
                order by e.id limit ?
                """.formatted(projection(places));
        return jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(sql);
                    statement.setFetchSize(FETCHED_AT_ONCE);
                    int next = bind(connection, statement, places);
                    statement.setString(next++, workspaceId());
                    statement.setString(next++, programInstanceId);
                    statement.setString(next++, after);
                    statement.setString(next++, before);
                    statement.setInt(next, limit);
                    return statement;
                },
                (row, n) -> recorded(row, places.size()));
    }

    /** The inputs of these enrollments, by enrollment id. */
    Map<String, @Nullable String[]> inputs(List<String> enrollmentIds, List<List<String>> places) {
        String sql = """
                select distinct on (d.enrollment_id) d.enrollment_id, %s
                from decision_record d where d.workspace_id = ? and d.enrollment_id = any(?)
                order by d.enrollment_id, d.id desc
                """.formatted(projection(places));
        Map<String, @Nullable String[]> inputs = new HashMap<>();
        jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(sql);
                    int next = bind(connection, statement, places);
                    statement.setString(next++, workspaceId());
                    statement.setArray(next, connection.createArrayOf("varchar", enrollmentIds.toArray()));
                    return statement;
                },
                row -> {
                    inputs.put(row.getString(1), texts(row, 2, places.size()));
                });
        return inputs;
    }

    /** Binds the paths as parameters, because analysts write them. */
    private static String projection(List<List<String>> places) {
        return places.isEmpty()
                ? "null"
                : String.join(
                        ", ",
                        places.stream().map(place -> "(d.inputs #> ?)::text").toList());
    }

    private static int bind(Connection connection, PreparedStatement statement, List<List<String>> places)
            throws SQLException {
        int next = 1;
        for (List<String> place : places) {
            Array path = connection.createArrayOf("text", place.toArray());
            statement.setArray(next++, path);
        }
        return next;
    }

    private static Recorded recorded(ResultSet row, int places) throws SQLException {
        Integer rule = row.getObject(8, Integer.class);
        return new Recorded(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                rule,
                row.getBoolean(9),
                row.getBigDecimal(10),
                row.getString(11),
                texts(row, 12, places));
    }

    private static @Nullable String[] texts(ResultSet row, int first, int places) throws SQLException {
        @Nullable String[] texts = new String[places];
        for (int i = 0; i < places; i++) {
            texts[i] = row.getString(first + i);
        }
        return texts;
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
