package dev.enlist.capacity;

import dev.enlist.shared.json.StrictJson;
import dev.enlist.tenancy.WorkspaceScope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table of pools. Functions of the database change its figures. It is read without Hibernate, whose session cache
 * would return old figures.
 */
@Component
class PoolRepository {

    private final JdbcClient jdbc;
    private final StrictJson json;

    PoolRepository(JdbcClient jdbc, StrictJson json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<CapacityPool> pool(String id) {
        return jdbc.sql("select * from capacity_pool where workspace_id = ? and id = ?")
                .params(workspaceId(), id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The open pools of an owner: those of the whole before those of its segments, units before money. */
    List<CapacityPool> open(PoolOwner.Kind of, String ownerId) {
        return jdbc.sql("""
                        select * from capacity_pool
                        where workspace_id = ? and owner_kind = ? and owner_id = ? and closed_at is null
                        order by segment_by nulls first, pricing_model = 'budget', id
                        """)
                .params(workspaceId(), of.wire(), ownerId)
                .query((row, n) -> read(row))
                .list();
    }

    /** The open pools of the campaigns whose pools an instance shares. */
    List<CapacityPool> shared(String programInstanceId) {
        return jdbc.sql("""
                        select p.* from capacity_pool p
                        join capacity_share s on s.campaign_id = p.owner_id and s.workspace_id = p.workspace_id
                        where p.workspace_id = ? and p.owner_kind = 'campaign' and p.closed_at is null
                          and s.program_instance_id = ?
                        order by p.segment_by nulls first, p.pricing_model = 'budget', p.id
                        """)
                .params(workspaceId(), programInstanceId)
                .query((row, n) -> read(row))
                .list();
    }

    /** The open pools that an enrollment draws from, in the order of {@link #open}; budgets also where it has no amount. */
    List<CapacityPool> applying(Participant who) {
        return jdbc.sql("""
                        select p.* from capacity_applying(?, ?, ?, ?, 1) a
                        join capacity_pool p on p.workspace_id = ? and p.id = a.pool_id
                        order by p.segment_by nulls first, p.pricing_model = 'budget', p.id
                        """)
                .params(Arrays.asList(
                        workspaceId(),
                        who.programInstanceId(),
                        who.state(),
                        who.tags().toArray(String[]::new),
                        workspaceId()))
                .query((row, n) -> read(row))
                .list();
    }

    /** Locks a pool, its future parent and its children, in the order in which every transaction locks them. */
    List<CapacityPool> lockFamily(String id, @Nullable String parentId) {
        return jdbc.sql("""
                        select * from capacity_pool
                        where workspace_id = ? and (id = any(?) or parent_id = ? and closed_at is null)
                        order by id for update
                        """)
                .params(workspaceId(), parentId == null ? new String[] {id} : new String[] {id, parentId}, id)
                .query((row, n) -> read(row))
                .list();
    }

    /** @return false where the owner has a pool of this kind, units or money, already */
    boolean insert(CapacityPool pool) {
        PoolOwner.Segment segment = pool.owner().segment();
        return jdbc.sql("""
                        insert into capacity_pool (id, workspace_id, owner_kind, owner_id, segment_by, segment, terms,
                            pricing_model, currency, parent_id, units, capacity_limit, overage_percent,
                            reservation_hours, created_at, updated_at)
                        values (?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (owner_id, owner_kind, coalesce(segment_by, ''), coalesce(segment, ''),
                            (pricing_model = 'budget')) where closed_at is null do nothing
                        """)
                        .params(Arrays.asList(
                                pool.id(),
                                workspaceId(),
                                pool.owner().of().wire(),
                                pool.owner().id(),
                                segment == null ? null : segment.by().wire(),
                                segment == null ? null : segment.value(),
                                json.write(pool.terms()).toString(),
                                pool.terms().pricingModel(),
                                pool.terms().currency(),
                                pool.terms().parentPoolId(),
                                pool.units(),
                                pool.limit(),
                                pool.overagePercent(),
                                pool.terms().reservationHours(),
                                Timestamp.from(pool.createdAt()),
                                Timestamp.from(pool.updatedAt())))
                        .update()
                == 1;
    }

    void change(String id, PoolTerms terms, BigDecimal limit, BigDecimal overagePercent, Instant at) {
        jdbc.sql("""
                        update capacity_pool
                        set terms = cast(? as jsonb), pricing_model = ?, currency = ?, parent_id = ?, units = ?, capacity_limit = ?,
                            overage_percent = ?, reservation_hours = ?, updated_at = ?, version = version + 1
                        where workspace_id = ? and id = ?
                        """)
                .params(Arrays.asList(
                        json.write(terms).toString(),
                        terms.pricingModel(),
                        terms.currency(),
                        terms.parentPoolId(),
                        terms.units(),
                        limit,
                        overagePercent,
                        terms.reservationHours(),
                        Timestamp.from(at),
                        workspaceId(),
                        id))
                .update();
    }

    void close(String id, Instant at) {
        jdbc.sql("update capacity_pool set closed_at = ?, updated_at = ?, version = version + 1"
                        + " where workspace_id = ? and id = ?")
                .params(Timestamp.from(at), Timestamp.from(at), workspaceId(), id)
                .update();
    }

    /** Writes a change of the limit to the ledger. */
    void tellLimit(String id, String kind, BigDecimal change, Instant at) {
        jdbc.sql("""
                        insert into capacity_movement
                            (pool_id, workspace_id, kind, reserved, committed, capacity_limit, at)
                        values (?, ?, ?, 0, 0, ?, ?)
                        """)
                .params(id, workspaceId(), kind, change, Timestamp.from(at))
                .update();
    }

    /** Counts the existing participants of an instance in a pool; false if the limit is too small for them. */
    boolean adopt(String poolId, String programInstanceId, Instant at) {
        return jdbc.sql("select capacity_adopt(?, ?, ?, ?)")
                .params(workspaceId(), poolId, programInstanceId, Timestamp.from(at))
                .query(Boolean.class)
                .single();
    }

    /** Whether people who take part in an instance have an incentive in another currency than a budget. */
    boolean otherCurrency(String programInstanceId, String currency) {
        return jdbc.sql("""
                        select exists (
                            select 1 from enrollment e
                            where e.workspace_id = ? and e.program_instance_id = ?
                              and e.status in ('submitted', 'approved') and e.incentive_currency <> ?)
                        """)
                .params(workspaceId(), programInstanceId, currency)
                .query(Boolean.class)
                .single();
    }

    void share(String campaignId, String programInstanceId) {
        jdbc.sql("""
                        insert into capacity_share (program_instance_id, campaign_id, workspace_id) values (?, ?, ?)
                        on conflict do nothing
                        """).params(programInstanceId, campaignId, workspaceId()).update();
    }

    List<String> sharers(String campaignId) {
        return jdbc.sql("select program_instance_id from capacity_share where workspace_id = ? and campaign_id = ?"
                        + " order by program_instance_id")
                .params(workspaceId(), campaignId)
                .query(String.class)
                .list();
    }

    /** Stores that an alert of a level was published. */
    void told(String id, AlertLevel level, Instant at) {
        jdbc.sql("update capacity_pool set " + level.wire() + "_told_at = ? where workspace_id = ? and id = ?")
                .params(Timestamp.from(at), workspaceId(), id)
                .update();
    }

    boolean isGroup(String id) {
        return jdbc.sql("select exists (select 1 from participant_group where workspace_id = ? and id = ?)")
                .params(workspaceId(), id)
                .query(Boolean.class)
                .single();
    }

    CapacityPool read(ResultSet row) throws SQLException {
        String by = row.getString("segment_by");
        PoolOwner.Segment segment =
                by == null ? null : new PoolOwner.Segment(PoolOwner.Segment.By.ofWire(by), row.getString("segment"));
        Map<AlertLevel, Instant> told = new EnumMap<>(AlertLevel.class);
        for (AlertLevel level : AlertLevel.values()) {
            Timestamp at = level == AlertLevel.NONE ? null : row.getTimestamp(level.wire() + "_told_at");
            if (at != null) {
                told.put(level, at.toInstant());
            }
        }
        Timestamp closed = row.getTimestamp("closed_at");
        return new CapacityPool(
                row.getString("id"),
                new PoolOwner(PoolOwner.Kind.ofWire(row.getString("owner_kind")), row.getString("owner_id"), segment),
                terms(row.getString("terms")),
                row.getBigDecimal("units"),
                row.getBigDecimal("capacity_limit"),
                row.getBigDecimal("overage_percent"),
                row.getBigDecimal("reserved"),
                row.getBigDecimal("committed"),
                told,
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                closed == null ? null : closed.toInstant(),
                row.getInt("version"));
    }

    private PoolTerms terms(String stored) {
        try {
            byte[] document = stored.getBytes(StandardCharsets.UTF_8);
            return json.read(new ByteArrayInputStream(document), PoolTerms.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
