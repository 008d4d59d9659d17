package dev.enlist.bulk.file;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Streams the rows of a file. Has at most one row in memory. */
public interface RowReader extends Iterator<RawRow>, AutoCloseable {

    /** The names of the columns as sent; null for NDJSON, whose rows name their members. */
    @Nullable
    List<String> header();

    /** The delimiter between cells; null for other formats than CSV. */
    @Nullable
    Character delimiter();

    /** Releases what the reader holds besides the stream that it was given. */
    @Override
    default void close() {}
}
