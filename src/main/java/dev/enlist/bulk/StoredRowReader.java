package dev.enlist.bulk;

import dev.enlist.bulk.file.RawRow;
import dev.enlist.bulk.file.RowReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Streams the stored rows of an import, with the corrections that people made. Has one chunk in memory. */
final class StoredRowReader implements RowReader {

    private static final int REFUSED_PER_CHUNK = 500;

    private final Iterator<List<RawRow>> chunks;
    private final @Nullable Character delimiter;
    private final Deque<RawRow> rows = new ArrayDeque<>();

    private StoredRowReader(Iterator<List<RawRow>> chunks, @Nullable Character delimiter) {
        this.chunks = chunks;
        this.delimiter = delimiter;
    }

    /** All rows of a dry run. Rows about one person keep their order. */
    static StoredRowReader ofChunks(
            ImportPartitionRepository partitionStore, ImportRowRepository rowStore, String importId) {
        Iterator<ImportPartitionRepository.ChunkKey> keys =
                partitionStore.chunkKeys(importId).iterator();
        return new StoredRowReader(
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return keys.hasNext();
                    }

                    @Override
                    public List<RawRow> next() {
                        return rowStore.correctedRows(importId, keys.next());
                    }
                },
                null);
    }

    /** The refused rows of an import, in the order of the file. */
    static StoredRowReader ofRefused(ImportRowRepository rowStore, String importId) {
        return new StoredRowReader(
                new Iterator<>() {
                    private List<RawRow> next = rowStore.refusedRows(importId, 0, REFUSED_PER_CHUNK);

                    @Override
                    public boolean hasNext() {
                        return !next.isEmpty();
                    }

                    @Override
                    public List<RawRow> next() {
                        List<RawRow> chunk = next;
                        next = rowStore.refusedRows(
                                importId, chunk.get(chunk.size() - 1).number(), REFUSED_PER_CHUNK);
                        return chunk;
                    }
                },
                null);
    }

    /** @param text one character; null for NDJSON */
    StoredRowReader withDelimiter(@Nullable String text) {
        return new StoredRowReader(chunks, text == null ? null : text.charAt(0));
    }

    @Override
    public @Nullable List<String> header() {
        return null;
    }

    @Override
    public @Nullable Character delimiter() {
        return delimiter;
    }

    @Override
    public boolean hasNext() {
        while (rows.isEmpty() && chunks.hasNext()) {
            rows.addAll(chunks.next());
        }
        return !rows.isEmpty();
    }

    @Override
    public RawRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.remove();
    }
}
