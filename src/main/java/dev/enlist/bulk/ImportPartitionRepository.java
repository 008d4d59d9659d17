package dev.enlist.bulk;

import dev.enlist.bulk.file.ColumnMapping;
import dev.enlist.bulk.file.RawRow;
import dev.enlist.shared.Actor;
import dev.enlist.tenancy.WorkspaceScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores the rows of an imported file in chunks, and the progress of each partition. */
@Repository
class ImportPartitionRepository {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    ImportPartitionRepository(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /**
     * Rows of a partition, in the order of the file.
     *
     * @param number from 1 within the partition
     */
    record Chunk(int partition, int number, String content) {}

    void insertChunks(String id, List<Chunk> chunks, int rowsSoFar) {
        batches.batchUpdate(
                "insert into import_chunk (import_id, lane, number, workspace_id, content) values (?, ?, ?, ?, ?)",
                chunks.stream()
                        .map(chunk ->
                                new Object[] {id, chunk.partition(), chunk.number(), workspaceId(), chunk.content()})
                        .toList());
        jdbc.sql("update enrollment_import set total = ? where id = ? and workspace_id = ?")
                .params(rowsSoFar, id, workspaceId())
                .update();
    }

    /**
     * Marks the file as received completely, so that its partitions can be processed.
     *
     * @param chunks number of chunks of each partition
     */
    void markReceived(String id, int[] chunks) {
        for (int partition = 0; partition < chunks.length; partition++) {
            jdbc.sql("""
                            insert into import_lane (import_id, lane, workspace_id, chunks, open)
                            values (?, ?, ?, ?, ?)
                            """)
                    .params(id, partition, workspaceId(), chunks[partition], chunks[partition] > 0)
                    .update();
        }
        jdbc.sql("update enrollment_import set received = true where id = ? and workspace_id = ?")
                .params(id, workspaceId())
                .update();
        completeIfAllPartitionsFinished(id);
    }

    /**
     * A partition that is locked for processing.
     *
     * @param number   from 0
     * @param chunks   number of chunks
     * @param position number of the current chunk, from 1
     * @param done     number of processed rows of the current chunk
     */
    record Partition(
            String importId,
            int number,
            int chunks,
            int position,
            int done,
            boolean isNew,
            String kind,
            String programInstanceId,
            boolean dryRun,
            boolean evaluate,
            String onDuplicate,
            @Nullable ColumnMapping columns,
            Actor by) {}

    /**
     * Locks, for this transaction, a partition that no worker has locked, of the oldest import that has one. The last
     * partition of an import starts when its other partitions are finished; see {@link RowPartitioner}.
     */
    Optional<Partition> lockNext() {
        return jdbc.sql("""
                        select l.lane, l.chunks, l.position, l.done, i.* from import_lane l
                        join enrollment_import i on i.id = l.import_id
                        where l.workspace_id = ? and i.workspace_id = l.workspace_id and l.open and i.received
                          and i.status in ('queued', 'running')
                          and (l.lane < ? or not exists (
                            select 1 from import_lane o where o.import_id = l.import_id and o.lane < l.lane and o.open))
                        order by l.import_id, l.position, l.lane limit 1
                        for update of l skip locked
                        """)
                .params(workspaceId(), ImportUpload.PARALLEL_PARTITIONS)
                .query((row, n) -> partition(row))
                .optional();
    }

    /** Whether an import is queued or running. */
    boolean isOpen() {
        return jdbc.sql("""
                        select exists (select 1 from enrollment_import i
                            where i.workspace_id = ? and i.received and i.status in ('queued', 'running'))
                        """).param(workspaceId()).query(Boolean.class).single();
    }

    /** Locks this partition again; empty where it needs no more processing, or another transaction has locked it. */
    Optional<Partition> lock(String importId, int partition) {
        return jdbc.sql("""
                        select l.lane, l.chunks, l.position, l.done, i.* from import_lane l
                        join enrollment_import i on i.id = l.import_id
                        where l.workspace_id = ? and l.import_id = ? and l.lane = ? and l.open
                          and i.status in ('queued', 'running')
                        for update of l skip locked
                        """)
                .params(workspaceId(), importId, partition)
                .query((row, n) -> partition(row))
                .optional();
    }

    private static Partition partition(ResultSet row) throws SQLException {
        return new Partition(
                row.getString("id"),
                row.getInt("lane"),
                row.getInt("chunks"),
                row.getInt("position"),
                row.getInt("done"),
                row.getString("status").equals("queued"),
                row.getString("kind"),
                row.getString("program_instance_id"),
                row.getBoolean("dry_run"),
                row.getBoolean("evaluate"),
                row.getString("on_duplicate"),
                ImportRepository.columns(row),
                new Actor(
                        Actor.Type.ofWire(row.getString("by_type")), row.getString("by_id"), row.getString("by_name")));
    }

    /** The options of an import as a partition, for a check of one of its rows. */
    Partition asPartition(String importId) {
        return jdbc.sql("""
                        select 0 lane, 0 chunks, 0 position, 0 done, i.* from enrollment_import i
                        where i.id = ? and i.workspace_id = ?
                        """)
                .params(importId, workspaceId())
                .query((row, n) -> partition(row))
                .single();
    }

    /** The mapping of the columns; null for NDJSON. */
    @Nullable
    ColumnMapping mapping(String importId) {
        return asPartition(importId).columns();
    }

    /** @return whether the import was queued and runs now */
    boolean begin(String id) {
        return jdbc.sql("""
                        update enrollment_import set status = 'running', started_at = ?,
                            started_from = (select coalesce(sum(processed), 0) from import_lane where import_id = ?)
                        where id = ? and workspace_id = ? and status = 'queued'
                        """)
                        .params(Timestamp.from(clock.instant()), id, id, workspaceId())
                        .update()
                == 1;
    }

    List<RawRow> chunk(Partition partition) {
        return RowCodec.read(jdbc.sql("""
                        select content from import_chunk
                        where import_id = ? and lane = ? and number = ? and workspace_id = ?
                        """)
                .params(partition.importId(), partition.number(), partition.position(), workspaceId())
                .query(String.class)
                .single());
    }

    /** Numbers of processed rows by outcome. */
    static final class Counts {

        int created;
        int updated;
        int skipped;
        int refused;

        int processed() {
            return created + updated + skipped + refused;
        }
    }

    /**
     * Stores the progress of the partition.
     *
     * @param chunkFinished whether all rows of the chunk are processed; the chunk is then deleted, except that of a dry
     *                      run, whose rows can be imported later
     * @return whether this was the last chunk of the import
     */
    boolean advance(Partition partition, Counts counts, boolean chunkFinished) {
        boolean last = chunkFinished && partition.position() == partition.chunks();
        if (last) {
            // when two partitions finish at the same time, the second one sees that the first has finished
            jdbc.sql("select 1 from enrollment_import where id = ? and workspace_id = ? for no key update")
                    .params(partition.importId(), workspaceId())
                    .query(Integer.class)
                    .single();
        }
        if (chunkFinished && !partition.dryRun()) {
            jdbc.sql("delete from import_chunk where import_id = ? and lane = ? and number = ? and workspace_id = ?")
                    .params(partition.importId(), partition.number(), partition.position(), workspaceId())
                    .update();
        }
        jdbc.sql("""
                        update import_lane set position = position + ?, done = ?, open = ?, processed = processed + ?,
                            created = created + ?, updated = updated + ?, skipped = skipped + ?, refused = refused + ?
                        where import_id = ? and lane = ? and workspace_id = ?
                        """)
                .params(
                        chunkFinished ? 1 : 0,
                        chunkFinished ? 0 : partition.done() + counts.processed(),
                        !last,
                        counts.processed(),
                        counts.created,
                        counts.updated,
                        counts.skipped,
                        counts.refused,
                        partition.importId(),
                        partition.number(),
                        workspaceId())
                .update();
        return last && completeIfAllPartitionsFinished(partition.importId());
    }

    private boolean completeIfAllPartitionsFinished(String id) {
        return jdbc.sql("""
                        update enrollment_import set status = 'completed', finished_at = ?
                        where id = ? and workspace_id = ? and status in ('queued', 'running')
                          and not exists (select 1 from import_lane where import_id = ? and open)
                        """)
                        .params(Timestamp.from(clock.instant()), id, workspaceId(), id)
                        .update()
                == 1;
    }

    /** The number of a chunk within its partition. */
    record ChunkKey(int partition, int number) {}

    /** The stored chunks of an import by partition, in the order of the file within each. */
    List<ChunkKey> chunkKeys(String importId) {
        return jdbc.sql("""
                        select lane, number from import_chunk where import_id = ? and workspace_id = ?
                        order by lane, number
                        """)
                .params(importId, workspaceId())
                .query((row, n) -> new ChunkKey(row.getInt(1), row.getInt(2)))
                .list();
    }

    /** Counts a corrected row of a dry run with its new outcome. */
    void recount(String importId, String from, String to) {
        if (from.equals(to)) {
            return;
        }
        jdbc.sql("""
                        update import_lane set created = created + ?, updated = updated + ?, skipped = skipped + ?,
                            refused = refused + ?
                        where import_id = ? and workspace_id = ? and lane = (
                          select lane from import_lane where import_id = ? and workspace_id = ?
                          order by refused desc, lane limit 1)
                        """)
                .params(
                        difference("created", from, to),
                        difference("updated", from, to),
                        difference("skipped", from, to),
                        difference("refused", from, to),
                        importId,
                        workspaceId(),
                        importId,
                        workspaceId())
                .update();
    }

    private static int difference(String outcome, String from, String to) {
        return (to.equals(outcome) ? 1 : 0) - (from.equals(outcome) ? 1 : 0);
    }

    private static String workspaceId() {
        return WorkspaceScope.current().workspaceId();
    }
}
